# Yksi verbi kullekin asialle, jonka ihminen tekee. / One verb for each thing a person does.
# Paths are relative, so the folder's own path may hold spaces and any letters.

PYTHON ?= python3
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help site check serve quick test fix golden docs reliability pictures clean

help: ## näytä nämä komennot
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

site: .venv/site.done ## tee sivusto kansioon output/
	@$(RUN) -m socomsite build

check: .venv/site.done ## tarkista sisältö kirjoittamatta mitään
	@$(RUN) -m socomsite check

serve: .venv/site.done ## esikatsele sivustoa selaimessa
	@$(RUN) -m socomsite serve

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

clean: ## poista se, minkä ohjelma on tehnyt
	rm -rf tests/proof/node_modules output output-staff .output.next .output.old .output-staff.next .output-staff.old .cache dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .venv
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tarvitaan Python 3.11 tai uudempi."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Virtuaaliympäristöä ei voitu tehdä: asenna paketti python3-venv."; exit 1; }

# An editable install writes this folder's own path into a .pth file, which Python cannot read in
# every locale if the path holds an ä: written relative to where the file lies, it always can.
RELATIVE := find .venv/lib -name '*socomsite*.pth' -exec sh -c 'echo ../../../.. > "$$1"' - {} ';'

.venv/site.done: pyproject.toml | .venv/bin/python
	@echo "Asennetaan…"
	@$(PIP) --editable '.[pictures,search,pdf,mail]' && $(RELATIVE)
	@touch $@

.venv/test.done: pyproject.toml | .venv/bin/python
	@echo "Asennetaan testien tarvitsemat…"
	@$(PIP) --editable '.[test]' && $(RELATIVE)
	@touch .venv/site.done $@

# Validators of the proofs: exactly those of the lock file, without any script of theirs or a browser.
tests/proof/node_modules/.done: tests/proof/package.json tests/proof/package-lock.json
	@if command -v npm >/dev/null; then echo "Asennetaan näyttöjen tarvitsemat…"; \
	  cd tests/proof && PUPPETEER_SKIP_DOWNLOAD=1 \
	  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.done; \
	else echo "npm puuttuu: osa testeistä ohitetaan."; fi
