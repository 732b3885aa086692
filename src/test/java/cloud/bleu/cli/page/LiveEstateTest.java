package cloud.bleu.cli.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.Language;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a page that is read again another one. */
class LiveEstateTest {
  private static final String SECRET_NAME = "dossier-secret";

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private Instant now = Instant.parse("2026-11-28T13:00:00Z");
  private Path file;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void write() throws IOException {
    file = Files.createDirectory(folder.resolve("estate")).resolve("estate.yaml");
    Files.writeString(file, estate());
  }

  private static String estate() {
    return PlanCommandTest.ESTATE + PlanCommandTest.workload("web", 2, "");
  }

  private LiveEstate live(boolean redact) {
    InputOptions input = new InputOptions();
    input.files = List.of(file.getParent().toString());
    IOStreams streams =
        new IOStreams(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            InputStream.nullInputStream(),
            clock);
    return new LiveEstate(input, new EstatePage(Language.EN, null, null, redact, null), streams);
  }

  @Test
  void whatSaysTheSameIsTheSamePage() throws Exception {
    LiveEstate live = live(false);
    LivePage first = live.read();
    now = now.plusSeconds(60);
    assertSame(first, live.read());
    Files.writeString(file, "# a word that changes nothing\n" + estate());
    assertSame(first, live.read());
    Files.writeString(file, estate().replace("replicas: 2", "replicas: 3"));
    LivePage second = live.read();
    assertNotSame(first, second);
    assertNotEquals(first.name(), second.name());
  }

  @Test
  void aMaintenanceThatBeginsWithinTheDayIsAnotherPage() throws Exception {
    Files.writeString(
        file,
        estate()
            .replaceFirst(
                "site: site-north",
                "site: site-north\n  maintenance: [{from: '2026-11-28T14:00:00Z', to: '2026-11-28T15:00:00Z'}]"));
    LiveEstate live = live(false);
    LivePage before = live.read();
    now = now.plus(Duration.ofMinutes(59));
    assertSame(before, live.read());
    now = now.plus(Duration.ofMinutes(2));
    LivePage during = live.read();
    assertNotSame(before, during);
    now = now.plus(Duration.ofHours(1));
    assertNotSame(during, live.read());
  }

  @Test
  void whatIsWrongIsToldWholeOnTheTerminalAndOnce() throws Exception {
    LiveEstate live = live(false);
    live.read();
    Files.writeString(
        file, estate() + PlanCommandTest.workload(SECRET_NAME, -1, "") + "---\nbad: [\n");
    String reason = assertThrows(UnreadableException.class, live::read).reason();
    assertTrue(reason.startsWith(file.toString()), reason);
    String told = err.toString();
    assertTrue(told.contains(reason), told);
    assertThrows(UnreadableException.class, live::read);
    assertEquals(told, err.toString());
    Files.writeString(file, estate());
    live.read();
  }

  @Test
  void aPageThatNamesNobodyNamesNobodyInAnError() throws Exception {
    LiveEstate live = live(true);
    live.read();
    Files.writeString(file, estate() + PlanCommandTest.workload(SECRET_NAME, -1, ""));
    String reason = assertThrows(UnreadableException.class, live::read).reason();
    assertEquals("the reason is on the terminal of bleu", reason);
    assertTrue(err.toString().contains(SECRET_NAME), err.toString());
  }
}
