package cloud.bleu.operator;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The times of Leases as texts: six digits of a second, also where the last ones are zeros. */
public final class MicroTime {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  private MicroTime() {}

  /** This moment, as in {@code 2026-12-01T01:25:50.889000Z}. */
  public static String now() {
    return ZonedDateTime.now(ZoneOffset.UTC).format(FORM);
  }
}
