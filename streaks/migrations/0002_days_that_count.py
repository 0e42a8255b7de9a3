"""A streak keeps when and where its last day counted and its last sitting was; a story how often it was tried."""

from django.db import migrations, models
from django.db.models import F, Q


def fill(apps, schema_editor):
    """Nobody wrote them down before: the last change of the row is the best that is known."""
    rows = apps.get_model("streaks", "DailyStreak").objects.filter(last_read_date__isnull=False)
    rows.update(
        counted_at=F("updated_at"),
        counted_time_zone="UTC",
        last_sitting_at=F("updated_at"),
        last_sitting_time_zone="UTC",
    )


class Migration(migrations.Migration):
    dependencies = [("streaks", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="dailystory",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, help_text="how often making it was begun"),
        ),
        migrations.AddField(
            model_name="dailystreak",
            name="counted_at",
            field=models.DateTimeField(blank=True, help_text="the moment when it did", null=True),
        ),
        migrations.AddField(
            model_name="dailystreak",
            name="counted_time_zone",
            field=models.CharField(blank=True, help_text="where the reader was then", max_length=64),
        ),
        migrations.AddField(
            model_name="dailystreak",
            name="last_sitting_at",
            field=models.DateTimeField(blank=True, help_text="it need not have counted a day", null=True),
        ),
        migrations.AddField(
            model_name="dailystreak",
            name="last_sitting_time_zone",
            field=models.CharField(blank=True, help_text="where the reader was then", max_length=64),
        ),
        migrations.AlterField(
            model_name="dailystreak",
            name="last_read_date",
            field=models.DateField(blank=True, help_text="the last day that counted", null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dailystreak",
            constraint=models.CheckConstraint(
                condition=Q(last_read_date__isnull=True, counted_at__isnull=True, last_sitting_at__isnull=True)
                | Q(last_read_date__isnull=False, counted_at__isnull=False, last_sitting_at__isnull=False),
                name="streak_last_day_has_its_moments",
            ),
        ),
    ]
