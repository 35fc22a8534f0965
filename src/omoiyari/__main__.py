"""`python -m omoiyari` is `omoiyari`."""

from omoiyari.cli import main

if __name__ == "__main__":
    main()
