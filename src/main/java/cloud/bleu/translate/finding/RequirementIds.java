package cloud.bleu.translate.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The identifiers of SecNumCloud 3.2. A rule of the customer's own may serve those of other texts
 * as well; what looks like one of SecNumCloud and is none is a slip of the pen.
 */
public final class RequirementIds {

  private static final Pattern LIKE_ONE = Pattern.compile("\\d{1,2}(\\.\\d{1,2})+(\\.[a-z])?");

  private static final Set<String> ALL = read();

  private RequirementIds() {}

  /** Finds each that looks like one of SecNumCloud and is none. */
  public static void check(Iterable<String> ids, String path, Findings findings) {
    int i = 0;
    for (String id : ids) {
      String at = FieldPath.item(path, i++);
      if (id != null && LIKE_ONE.matcher(id).matches() && !ALL.contains(id)) {
        findings.report(
            at,
            "SecNumCloud 3.2 has no requirement " + id,
            null,
            "see `bleu rules --requirements`, or put the name of the other text before it");
      }
    }
  }

  private static Set<String> read() {
    try (InputStream in =
        Objects.requireNonNull(
            RequirementIds.class.getResourceAsStream(
                "/cloud/bleu/evidence/assessment/secnumcloud-3.2.psv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf('|')))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
