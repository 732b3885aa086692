package cloud.bleu.operator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import cloud.bleu.credential.ShownText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** No line of the log has a credential, whoever writes it, in its message or its fault. */
class MaskedLinesTest {

  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----";

  private final LoggerContext context = new LoggerContext();

  MaskedLinesTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private LoggingEvent event(String logger) {
    return new LoggingEvent(
        "here",
        context.getLogger(logger),
        Level.WARN,
        "GET https://user:secret@host/api failed, \""
            + KEY
            + "\"\nAuthorization: Basic secret\nBearer secretsecretsecret7",
        new IOException("no route to https://user:secret@host/, \"" + KEY + "\""),
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.library", "cloud.bleu.operator"})
  void linesForPeople(String logger) {
    String line = text(event(logger));
    assertTrue(line.contains("GET https://***@host/api failed"), line);
    assertTrue(line.contains("no route to https://***@host/"), line);
    assertFalse(line.contains("secret"), line);
    assertFalse(line.contains("MIGH"), line);
  }

  @Test
  void linesForPrograms() throws Exception {
    String line = json(event("io.library"));
    JsonNode read = new ObjectMapper().readTree(line);
    assertTrue(read.path("formattedMessage").asText().contains("***@host/api failed"), line);
    assertTrue(read.path("throwable").path("message").asText().contains("***@host/"), line);
    assertFalse(line.contains("secret"), line);
    assertFalse(line.contains("MIGH"), line);
  }

  /**
   * What somebody may write into an object: a line of its own, what clears a terminal (ESC and its
   * short form), what turns text round, and such a character beyond 16 bits.
   */
  private static final String ODD =
      "web\n2026-01-01T00:00:00.000Z ERROR\r\u001b[2J\u009b2J\u202e\u2028" + "\udb40\udc41";

  private LoggingEvent odd(String logger) {
    return new LoggingEvent(
        "here",
        context.getLogger(logger),
        Level.WARN,
        "of workload {}",
        new IllegalStateException(ODD, new IOException(ODD)),
        new Object[] {ODD});
  }

  /** Nobody who writes an object writes a line of the log, or to the terminal that shows it. */
  @Test
  void linesForPeopleHaveNoControlCharactersOfObjects() {
    String library = text(odd("io.library"));
    assertEquals(1, library.lines().count(), library);
    assertTrue(
        library.startsWith("of workload web\\u000A2026-01-01T00:00:00.000Z ERROR\\u000D\\u001B[2J"),
        library);
    String own = text(odd("cloud.bleu.operator"));
    assertTrue(own.lines().skip(1).allMatch(line -> line.startsWith("  ")), own);
    assertTrue(own.contains("Caused by: "), own);
    assertTrue(own.contains("at cloud.bleu.operator.log.MaskedLinesTest.odd"), own);
    for (String text : List.of(library, own)) {
      assertEquals(List.of(), invisible(text.replace("\n", "")), text);
    }
  }

  @Test
  void linesForProgramsHaveNoControlCharactersOfObjects() throws Exception {
    String line = json(odd("cloud.bleu.operator"));
    assertTrue(line.endsWith("}\n"), line);
    assertEquals(List.of(), invisible(line.substring(0, line.length() - 1)), line);
    JsonNode read = new ObjectMapper().readTree(line);
    assertEquals("of workload " + ODD, read.path("formattedMessage").asText());
    assertEquals(ODD, read.path("throwable").path("message").asText());
  }

  /** What is set up before any option is read: so verbs log, and {@code bleu run} as it begins. */
  @Test
  void linesOfTheFirstConfigurationHaveNoControlCharactersOfObjects() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(MaskedLinesTest.class.getResource("/logback.xml"));
    ConsoleAppender<?> console =
        (ConsoleAppender<?>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    PatternLayoutEncoder encoder = (PatternLayoutEncoder) console.getEncoder();
    String text = new String(encoder.encode(odd("cloud.bleu.operator")), StandardCharsets.UTF_8);
    assertTrue(text.contains("of workload web?2026-01-01T00:00:00.000Z ERROR??[2J?2J??"), text);
    assertEquals(List.of(), invisible(text.replace("\n", "").replace("\t", "")), text);
    assertTrue(text.contains("Caused by: "), text);
    assertTrue(text.lines().skip(1).allMatch(line -> line.startsWith("  ")), text);
    assertTrue(text.endsWith("\n"), text);
  }

  private String text(LoggingEvent event) {
    MaskedLayout layout = new MaskedLayout();
    layout.setPattern("%said%fault{12}%n");
    layout.setContext(context);
    layout.start();
    return layout.doLayout(event);
  }

  private String json(LoggingEvent event) {
    MaskedJsonEncoder json = new MaskedJsonEncoder();
    json.setWithFormattedMessage(true);
    json.setContext(context);
    json.start();
    return new String(json.encode(event), StandardCharsets.UTF_8);
  }

  private static List<String> invisible(String text) {
    return text.codePoints().filter(ShownText::isInvisible).mapToObj(Integer::toHexString).toList();
  }
}
