"""The entries of datasets: pages, filters, orders and words, at a million of them."""

from spark_trainer.jobs.index.entries.asked import Asked as Asked
from spark_trainer.jobs.index.entries.fields import FieldFacts as FieldFacts
from spark_trainer.jobs.index.entries.filling import fill as fill
from spark_trainer.jobs.index.entries.filling import index_entries as index_entries
from spark_trainer.jobs.index.entries.filling import is_indexed as is_indexed
from spark_trainer.jobs.index.entries.lines import read_line as read_line
from spark_trainer.jobs.index.entries.lines import read_lines as read_lines
from spark_trainer.jobs.index.entries.pages import Page as Page
from spark_trainer.jobs.index.entries.pages import entry as entry
from spark_trainer.jobs.index.entries.pages import facts as facts
from spark_trainer.jobs.index.entries.pages import names_of as names_of
from spark_trainer.jobs.index.entries.pages import page as page
