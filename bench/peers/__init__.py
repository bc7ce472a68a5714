"""Every generator that is compared, in the order in which they take turns."""

from peers.common import Peer
from peers.eleventy import Eleventy
from peers.hugo import Hugo
from peers.mkdocs import MkDocs
from peers.nikola import Nikola
from peers.pelican import Pelican
from peers.socomsite import Socomsite

PEERS: dict[str, Peer] = {
    peer.name: peer for peer in (Socomsite(), Hugo(), Eleventy(), Pelican(), MkDocs(), Nikola())
}
