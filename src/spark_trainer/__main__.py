"""`python -m spark_trainer` is `spark-trainer`."""

from spark_trainer.cli.main import entry

if __name__ == "__main__":
    entry()
