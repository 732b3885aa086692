package cloud.bleu.cli.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;

/**
 * What a verb touches of the world outside.
 *
 * @param out takes the result and nothing else
 * @param err takes everything else
 */
public record Surface(PrintWriter out, PrintWriter err, InputStream in, Clock clock) {

  /** The same, with a clock that goes on from another instant. */
  public Surface at(Instant start) {
    return new Surface(out, err, in, Clock.offset(clock, Duration.between(clock.instant(), start)));
  }

  /** The same, with a clock that stands. */
  public Surface standing(Instant at) {
    return new Surface(out, err, in, Clock.fixed(at, clock.getZone()));
  }

  /** Makes the verbs, which take a Surface if they need one. */
  public CommandLine.IFactory factory() {
    CommandLine.IFactory byDefault = CommandLine.defaultFactory();
    return new CommandLine.IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
          if (constructor.getParameterCount() == 1
              && constructor.getParameterTypes()[0] == Surface.class) {
            return type.cast(constructor.newInstance(Surface.this));
          }
        }
        return byDefault.create(type);
      }
    };
  }
}
