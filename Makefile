.PHONY: run setup doctor test lint demo bench picture train

run:            ## set everything up and open the app
	@tools/bootstrap.sh run
	@.venv/bin/omoiyari serve --open

setup:          ## three questions, so that both phones reach it
	@tools/bootstrap.sh run
	@.venv/bin/omoiyari setup

doctor:         ## what is wrong, and how to mend it
	@tools/bootstrap.sh run
	@.venv/bin/omoiyari doctor

demo:           ## the same with a made-up couple, twelve weeks in
	@tools/bootstrap.sh run
	@.venv/bin/omoiyari demo --open

test:           ## set everything up and run every check
	@tools/bootstrap.sh dev
	@.venv/bin/python tools/check.py

lint:
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

bench:          ## every number, measured on this machine
	@.venv/bin/python -m benchmarks

picture:        ## make the picture in the README anew
	@OMOIYARI_PICTURE=yes .venv/bin/pytest tests/web/test_picture.py

train:          ## rebuild the reader from its data (GOEMOTIONS names the folder)
	@test -x .venv-train/bin/python || python3 -m venv .venv-train
	@.venv-train/bin/pip install -q -e '.[train]'
	@.venv-train/bin/python -m training
