package cloud.bleu.layers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.slf4j.LoggerFactory;

/**
 * Every test class begins with the level of a running operator: a command that a class before it
 * ran in the same JVM may have set another one for the rest of the process.
 */
public final class LogLevel implements TestExecutionListener {

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.getSource().orElse(null) instanceof ClassSource
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("cloud.bleu").setLevel(Level.INFO);
    }
  }
}
