# What happens at the server's end, a word for each thing: sh -c THIS sh WORD PLACE …
# Needs nothing there but a POSIX shell, rsync and the GNU coreutils.
#
# A lock is a folder `.lock.N`. Numbers only grow: whoever makes the next one holds the lock, so no
# two can take over the same dead lock, and what an earlier holder still tries is refused by its
# number. It is held while `held` is in it, and dead when its holder gave no sign for PATIENCE.
# Freeing it takes files away and makes none, so a full disk cannot keep it closed.
#
# Ends with: 70 the lock is another's, 71 something else stands in the place, 72 a release is not
# whole, 73 not even a lock can be written; else with what the failing command ended with.
set -u
LC_ALL=C
export LC_ALL
SILENCE=60
PATIENCE=180
PATIENT_TRIES=25
word=$1
place=$2
# Folders are for the group too where the place is.
umask 022
modes=D755,F444
case $(stat -c %A "$place" 2>/dev/null) in d????w*)
  umask 002
  modes=D775,F444
esac

# n: the number of the newest lock, 0 if there never was one.
newest() {
  n=0
  for each in "$place"/.lock.*; do
    number=${each##*.lock.}
    case $number in '' | *[!0-9]*) continue ;; esac
    [ "$number" -gt "$n" ] && n=$number
  done
  return 0
}

# Whether the newest lock has a living holder. A sign from the future is of a clock since set back.
is_held() {
  seen=$(stat -c %Y "$place/.lock.$n/held" 2>/dev/null) || return 1
  age=$(($(date +%s) - seen))
  [ "$age" -lt "$PATIENCE" ] && [ "$age" -gt "-$PATIENCE" ]
}

# Go on only as the holder of lock $1.
as_holder() {
  newest
  [ "$n" = "$1" ] && [ -e "$place/.lock.$1/open" ] && return
  echo 'socomsite: lock lost' >&2  # rsync does not pass codes on
  exit 70
}

# End the copying that was begun under the lock in folder $1, and wait until it has ended.
stop_copying() {
  read -r pid 2>/dev/null <"$1/copying" || return 0
  kill "$pid" 2>/dev/null || return 0
  tries=0
  while kill -0 "$pid" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || kill -9 "$pid" 2>/dev/null
    sleep 0.1
  done
}

# Whether something else than releases stands in the place: it is never published to.
refuse_foreign() {
  [ -e "$place" ] || return 0
  [ -d "$place" ] || exit 71
  [ -L "$place/releases" ] && exit 71
  [ -e "$place/current" ] && ! [ -L "$place/current" ] && exit 71
  [ -d "$place/releases" ] && return 0
  for each in "$place"/* "$place"/.[!.]* "$place"/..?*; do
    case ${each##*/} in '*' | '.[!.]*' | '..?*' | .lock.* | current | .current.next) ;; *) exit 71 ;; esac
  done
}

# Do $2 to folder $1 and every folder below it.
walk() {
  [ -d "$1" ] || return 0
  "$2" "$1"
  for each in "$1"/*/ "$1"/.[!.]*/; do
    case $each in */.partial/) ;; *) walk "${each%/}" "$2" ;; esac
  done
}

# Where a line broke, rsync leaves a file by a passing name: put it where rsync goes on from it.
find_parts() {
  for each in "$1"/.*.??????; do
    [ -f "$each" ] || continue
    name=${each##*/.}
    mkdir -p "$1/.partial" && mv -f "$each" "$1/.partial/${name%.??????}"
  done
}

forget_parts() { rm -rf "$1/.partial"; }

is_id() { case $1 in [0-9]*T[0-9]*Z) [ "${#1}" -eq 16 ] ;; *) return 1 ;; esac; }

case $word in
kept) # which release is served, and the manifest of each
  refuse_foreign
  [ -d "$place/releases" ] || exit 0
  cd "$place" || exit
  current=$(readlink current) || current=
  current=${current##*/}
  [ -z "$current" ] || echo "current $current"
  # One that never was is not kept: the folder target marks them alike.
  was_served() { [ "$1" = "$current" ] || [ -e "releases/$1.served" ]; }
  for file in releases/*.json; do
    id=${file##*/}
    if is_id "${id%.json}" && [ -d "${file%.json}" ] && was_served "${id%.json}"; then
      echo "manifest $(wc -c <"$file")"
      cat "$file"
    fi
  done
  ;;

lock) # OWNER: hold the lock as long as somebody speaks; its line says: locked N MODES CURRENT, or busy OWNER
  refuse_foreign
  mkdir -p "$place/releases" || exit 73
  tries=0
  while :; do
    newest
    if is_held; then
      # One whose line has just closed is about to let go.
      tries=$((tries + 1))
      [ "$tries" -gt "$PATIENT_TRIES" ] || { sleep 0.2 && continue; }
      echo "busy $(cat "$place/.lock.$n/owner" 2>/dev/null)"
      exit 0
    fi
    # Made ready aside, so that it comes with its owner: a folder with files in it is never replaced.
    mine=$((n + 1))
    lock=$place/.lock.$mine
    ready=$place/.lock.new.$$
    rm -rf "$ready"
    mkdir "$ready" && echo "$3" >"$ready/owner" && : >"$ready/open" && : >"$ready/held" || exit 73
    if mv -T "$ready" "$lock" 2>/dev/null; then
      newest
      [ "$n" -eq "$mine" ] && break
      rm -rf "$lock"
    elif ! [ -d "$lock" ]; then
      mv -T "$ready" "$lock" || exit 73
      rm -rf "$lock"
    fi
    rm -rf "$ready"
  done
  # No copying begins once `open` is gone, and none goes on when `held` goes.
  let_go() {
    rm -f "$lock/open"
    stop_copying "$lock"
    rm -f "$lock/held"
  }
  trap let_go EXIT
  trap 'exit 1' HUP INT TERM PIPE
  for each in "$place"/.lock.*; do
    number=${each##*.lock.}
    case $number in '' | *[!0-9]*) continue ;; esac
    if [ "$number" -lt "$mine" ]; then
      rm -f "$each/open"
      stop_copying "$each"
      rm -rf "$each"
    fi
  done
  current=$(readlink "$place/current") || current=-
  echo "locked $mine $modes ${current##*/}"
  while timeout "$SILENCE" sh -c 'read -r line'; do touch -c "$lock/held"; done
  ;;

copy) # N RSYNC'S OWN WORDS: the far end of rsync, which ends with its lock
  lock=$place/.lock.$3
  as_holder "$3"
  shift 3
  command -v rsync >/dev/null || exit 127
  walk "$place/releases/.next" find_parts
  exec 3<&0
  rsync "$@" <&3 3<&- &
  echo $! >"$lock/copying"
  [ -e "$lock/open" ] || kill $!
  wait $!
  code=$?
  rm -f "$lock/copying"
  exit $code
  ;;

carry) # N CURRENT <PATHS: link files of the release that is served into the one that comes
  as_holder "$3"
  cd "$place/releases" || exit
  while IFS= read -r file; do
    [ -f "$4/$file" ] && ! [ -e ".next/$file" ] || continue
    case $file in */*) mkdir -p ".next/${file%/*}" || exit ;; esac
    ln "$4/$file" ".next/$file" || exit
  done
  ;;

check) # N <SUMS: whether what came is what was sent; tells the files that are not
  as_holder "$3"
  cd "$place/releases/.next" || exit
  sha256sum --check --strict --quiet - 2>&1 || exit 72
  ;;

whole) # N ID <MANIFEST: what came is a release from now on
  as_holder "$3"
  cd "$place/releases" || exit
  cat >"$4.json.part" || exit
  sync -f . 2>/dev/null || sync
  walk .next forget_parts
  [ -d "$4" ] || mv -T .next "$4" || exit
  mv -T "$4.json.part" "$4.json" || exit
  ;;

flip) # N ID: serve a release
  cd "$place" || exit
  [ -f "releases/$4.json" ] && [ -d "releases/$4" ] || exit 72
  current=$(readlink current) || current=
  [ -z "$current" ] || : >"releases/${current##*/}.served" || exit
  rm -f .current.next
  ln -s "releases/$4" .current.next || exit
  as_holder "$3"
  mv -T .current.next current || exit
  sync -f . 2>/dev/null || sync
  ;;

tidy) # N ID …: take away every release but these; what is half sent, when it is a day old
  as_holder "$3"
  cd "$place/releases" || exit
  shift 3
  rm -f ../.current.next ./*.json.part
  for each in *; do
    id=${each%%.*}
    is_id "$id" || continue
    for staying; do [ "$staying" = "$id" ] && continue 2; done
    # The manifest first: if we are cut off in between, what is left counts as half sent.
    rm -f "$id.json"
    # What came whole and never was served need not come again.
    [ -e "$id.served" ] || [ -e .next ] || mv -T "$id" .next 2>/dev/null || true
    rm -f "$id.served"
    rm -rf "$id"
  done
  for each in .next ../.lock.new.*; do
    [ -e "$each" ] || continue
    age=$(($(date +%s) - $(stat -c %Y "$each")))
    [ "$age" -lt 86400 ] || rm -rf "$each"
  done
  ;;
esac
