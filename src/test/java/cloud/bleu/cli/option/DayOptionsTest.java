package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.cli.terminal.IOStreams;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instant that a day stands for. */
class DayOptionsTest {

  /** Goes on by an hour each time it is read. */
  private static final class Running extends Clock {
    private Instant now = Instant.parse("2026-11-25T10:00:00Z");

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofHours(1));
      return now;
    }
  }

  private static IOStreams streams() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new IOStreams(nowhere, nowhere, InputStream.nullInputStream(), new Running());
  }

  /** In Paris, in winter and in summer, and however long the verb runs. */
  @ParameterizedTest
  @CsvSource({"2027-01-15, 2027-01-14T23:00:00Z", "2027-07-15, 2027-07-14T22:00:00Z"})
  void theDayBeginsInParisAndStands(LocalDate day, Instant expected) {
    DayOptions options = new DayOptions();
    options.day = day;
    IOStreams then = options.applied(streams());
    assertEquals(expected, then.clock().instant());
    assertEquals(expected, then.clock().instant());
  }

  @Test
  void withoutADayTheClockIsTheSame() {
    IOStreams streams = streams();
    assertSame(streams, new DayOptions().applied(streams));
  }
}
