package cloud.bleu.operator.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** No line of the log has a credential, whoever writes it, in its message or its fault. */
class MaskedLinesTest {

  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----";

  private final LoggerContext context = new LoggerContext();

  MaskedLinesTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private LoggingEvent event() {
    return new LoggingEvent(
        "here",
        context.getLogger("io.library"),
        Level.WARN,
        "GET https://user:secret@host/api failed, \""
            + KEY
            + "\"\nAuthorization: Basic secret\nBearer secretsecretsecret7",
        new IOException("no route to https://user:secret@host/"),
        null);
  }

  @Test
  void linesForPeople() {
    MaskedLayout layout = new MaskedLayout();
    layout.getInstanceConverterMap().put("fault", FaultConverter::new);
    layout.setPattern("%msg%fault{12}%n");
    layout.setContext(context);
    layout.start();
    String line = layout.doLayout(event());
    assertTrue(line.contains("GET https://***@host/api failed"), line);
    assertTrue(line.contains("no route to https://***@host/"), line);
    assertFalse(line.contains("secret"), line);
    assertFalse(line.contains("MIGH"), line);
  }

  @Test
  void linesForPrograms() throws Exception {
    MaskedJsonEncoder json = new MaskedJsonEncoder();
    json.setWithFormattedMessage(true);
    json.setContext(context);
    json.start();
    String line = new String(json.encode(event()), StandardCharsets.UTF_8);
    JsonNode read = new ObjectMapper().readTree(line);
    assertTrue(read.path("formattedMessage").asText().contains("***@host/api failed"), line);
    assertTrue(read.path("throwable").path("message").asText().contains("***@host/"), line);
    assertFalse(line.contains("secret"), line);
    assertFalse(line.contains("MIGH"), line);
  }
}
