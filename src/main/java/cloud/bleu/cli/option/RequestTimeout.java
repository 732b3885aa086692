package cloud.bleu.cli.option;

import cloud.bleu.credential.ShownText;
import cloud.bleu.time.DurationText;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How long one request to a cluster may take, as a user states it: as for kubectl.
 *
 * @param typed the text, such as {@code 5s}
 * @param time zero: there is no bound
 */
public record RequestTimeout(String typed, Duration time) {

  /** The option. */
  public static final String NAME = "--request-timeout";

  static final String LABEL = "TIME";

  static final String DESCRIPTION =
      "How long the cluster may take until its answer to one request begins, such as 5s or 2m; a"
          + " number alone is seconds, and 0 is no bound. A connection that fails, and an answer"
          + " that asks to come again, are tried again within this time; what gets no answer in"
          + " time is not asked again. An answer that began is given up after a minute in which"
          + " nothing more of it comes, or after this time if that is longer. Default: 30s; 2s"
          + " where only names are asked for, as by a shell that completes.";

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /**
   * What a text says.
   *
   * @return null if it says no time, or one below a millisecond that is not zero
   */
  public static @Nullable RequestTimeout of(String text) {
    Duration time = DurationText.parse(SECONDS.matcher(text).matches() ? text + "s" : text);
    return time == null || time.toMillis() == 0 && !time.isZero()
        ? null
        : new RequestTimeout(text, time);
  }

  /** In milliseconds, as clients take it: as good as no bound for zero. */
  int millis() {
    return time.isZero() ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  /** The time that a person typed. */
  public static final class Typed implements ITypeConverter<RequestTimeout> {
    @Override
    public RequestTimeout convert(String text) {
      RequestTimeout typed = of(text);
      if (typed == null) {
        throw new TypeConversionException(
            ShownText.quote(text)
                + " is no time of a millisecond or more; give a number with a unit, such as 500ms,"
                + " 5s, 2m or 1h, or 0 for no bound");
      }
      return typed;
    }
  }

  /** Some, for shells that complete. */
  public static final class Some implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("0", "5s", "30s", "2m").iterator();
    }
  }
}
