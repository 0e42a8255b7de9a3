from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('books', '0011_work_of_staff'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='book',
            index=models.Index(condition=models.Q(('published_at__isnull', False), ('thrown_away_at__isnull', True)), fields=['user', '-created_at', '-id', 'series_id', 'favorite'], name='book_on_shelf'),
        ),
        migrations.RemoveIndex(
            model_name='book',
            name='book_shelf',
        ),
    ]
