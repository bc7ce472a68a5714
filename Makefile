# Yksi verbi kullekin asialle, jonka ihminen tekee. / One verb for each thing a person does.
# Paths are relative, so the folder's own path may hold spaces and any letters.

PYTHON ?= python3
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
PIP_INTO := $(RUN) -m pip --quiet --disable-pip-version-check --python

.DEFAULT_GOAL := help
.PHONY: help site check serve edit publish quick test fix golden docs reliability pictures bench bench-quick fuzz lock sbom clean

help: ## näytä nämä komennot
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

site: .venv/site.done ## tee sivusto kansioon output/
	@$(RUN) -m socomsite build

check: .venv/site.done ## tarkista sisältö kirjoittamatta mitään
	@$(RUN) -m socomsite check

serve: .venv/site.done ## esikatsele sivustoa selaimessa
	@$(RUN) -m socomsite serve

edit: .venv/site.done ## muokkaa sivustoa selaimessa
	@$(RUN) -m socomsite edit

publish: .venv/site.done ## julkaise sivusto: kertoo muutokset ja kysyy luvan (TARGET=kohde)
	@$(RUN) -m socomsite publish $(TARGET)

quick: .venv/test.done ## aja nopeat testit: ei selainta eikä näyttöjä
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m pytest --numprocesses auto --dist loadfile -m "not browser and not slow" --ignore tests/proof

test: .venv/test.done tests/proof/node_modules/.done ## aja kaikki testit
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m pytest --numprocesses auto --dist loadfile

fix: .venv/test.done ## muotoile koodi ja korjaa, minkä voi
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

golden: .venv/test.done ## uusi testisivustojen odotetut tulokset
	$(RUN) -m pytest tests/test_sites.py --golden

docs: .venv/test.done ## tee kenttien ja viestien hakemisto uudelleen
	$(RUN) docs/make_reference.py

reliability: .venv/test.done ## aiheuta viat ja kirjoita docs/reliability.md
	$(RUN) -m tests.reliability

pictures: .venv/test.done site ## ota kuvat ohjeisiin selaimella
	$(RUN) docs/make_pictures.py

# As long as one likes: make fuzz SECONDS=600, or one surface: make fuzz SURFACE=picture
SECONDS ?= 60
SURFACE ?= all
fuzz: .venv/tools.done ## syötä ohjelmalle rikkinäistä ja vihamielistä sisältöä
	$(RUN) -m tests.fuzz $(SURFACE) --seconds $(SECONDS)

# What pyproject.toml asks for, with the versions the locks have already; make lock UPGRADE=--upgrade
# takes the newest. No index is named in them: each machine uses its own.
LOCK = .venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet $(UPGRADE)
lock: .venv/uv.done ## lukitse kirjastojen versiot ja tarkisteet
	$(LOCK) --extra test --output-file locks/test.txt
	$(LOCK) --extra tools --constraints locks/test.txt --output-file locks/tools.txt
	$(LOCK) --extra site --constraints locks/test.txt --output-file locks/site.txt

# Of what `make site` installs and nothing else, so from an environment that holds just that.
sbom: .venv/test.done .venv/ships.done ## luettele ohjelman osat (CycloneDX) tiedostoon dist/sbom.json
	@mkdir -p dist
	@.venv/bin/cyclonedx-py environment .venv/ships --pyproject pyproject.toml --spec-version 1.6 \
	  --output-format JSON --output-reproducible --validate --output-file dist/sbom.json
# What may be given: SIZES=100,1000, ROUNDS=2, PEERS=socomsite,hugo, GENERATOR=a program that makes
# the posts, MORE=--resume to go on where a run was cut off.
BENCH = $(RUN) bench/run.py $(if $(SIZES),--sizes $(SIZES)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
  $(if $(PEERS),--peers $(PEERS)) $(if $(GENERATOR),--generator $(GENERATOR)) $(MORE)

bench: .venv/site.done ## vertaa nopeutta muihin ohjelmiin, puoli tuntia
	@$(BENCH)

bench-quick: SIZES = 1000
bench-quick: PEERS = socomsite,hugo,eleventy
bench-quick: ROUNDS = 1
bench-quick: .venv/site.done ## vertaa nopeutta, pari minuuttia
	@$(BENCH) --edits 3 --name quick --results .bench/quick.md

clean: ## poista se, minkä ohjelma on tehnyt
	rm -rf .bench tests/proof/node_modules output output-staff .output.next .output.old .output-staff.next .output-staff.old .cache dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .venv
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tarvitaan Python 3.11 tai uudempi."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Virtuaaliympäristöä ei voitu tehdä: asenna paketti python3-venv."; exit 1; }

# An editable install writes this folder's own path into a .pth file, which Python cannot read in
# every locale if the path holds an ä: written relative to where the file lies, it always can.
RELATIVE := find .venv/lib -name '*socomsite*.pth' -exec sh -c 'echo ../../../.. > "$$1"' - {} ';'

# Exactly what the lock says, each file by its hash; then the program itself, which brings nothing.
LOCKED := $(PIP) --require-hashes --requirement
OURSELVES := $(PIP) --no-deps --no-build-isolation --editable . && $(RELATIVE)

.venv/site.done: pyproject.toml locks/site.txt | .venv/bin/python
	@echo "Asennetaan…"
	@$(LOCKED) locks/site.txt && $(OURSELVES)
	@touch $@

.venv/test.done: pyproject.toml locks/test.txt | .venv/bin/python
	@echo "Asennetaan testien tarvitsemat…"
	@$(LOCKED) locks/test.txt && $(OURSELVES)
	@touch .venv/site.done $@

.venv/tools.done: locks/tools.txt .venv/test.done
	@$(LOCKED) locks/tools.txt
	@touch $@

.venv/ships.done: locks/site.txt | .venv/test.done
	@$(PYTHON) -m venv --clear --without-pip .venv/ships
	@$(PIP_INTO) .venv/ships install --require-hashes --requirement locks/site.txt
	@touch $@

# The one tool that makes the locks: by the lock it made last.
.venv/uv.done: | .venv/bin/python
	@grep -A 99 '^uv==' locks/tools.txt | sed '/^uv==/n; /^[^ ]/,$$d' > .venv/uv.txt
	@$(LOCKED) .venv/uv.txt && touch $@

# Validators of the proofs: exactly those of the lock file, without any script of theirs or a browser.
tests/proof/node_modules/.done: tests/proof/package.json tests/proof/package-lock.json
	@if command -v npm >/dev/null; then echo "Asennetaan näyttöjen tarvitsemat…"; \
	  cd tests/proof && PUPPETEER_SKIP_DOWNLOAD=1 \
	  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.done; \
	else echo "npm puuttuu: osa testeistä ohitetaan."; fi
