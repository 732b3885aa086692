package cloud.bleu.operator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is logged at all. */
class LogsTest {

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @EnumSource(Logs.Format.class)
  void whatALineOfOursTellsALibraryDoesNotTellAgain(Logs.Format format) throws Exception {
    Logs.configure(context, format, "DEBUG");
    for (String library : Logs.TOLD_OTHERWISE) {
      // A class that is named otherwise in a new version of the library would be loud again.
      Class.forName(library, false, getClass().getClassLoader());
      assertFalse(context.getLogger(library).isWarnEnabled(), library);
      assertTrue(context.getLogger(library).isErrorEnabled(), library);
    }
  }

  @Test
  void librariesWarnAndTheOperatorInforms() {
    Logs.configure(context, Logs.Format.text, "INFO");
    assertEquals(
        Level.WARN, context.getLogger("io.fabric8.kubernetes.client.Any").getEffectiveLevel());
    assertEquals(Level.INFO, context.getLogger("cloud.bleu.operator.Any").getEffectiveLevel());
  }
}
