package cloud.bleu.assess.check;

import cloud.bleu.assess.catalogue.EndpointTable;
import cloud.bleu.assess.catalogue.EndpointTable.Row;
import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.Advice;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.placement.offering.VendorEndpoints;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts of clouds and of services in settings, by the table of endpoints. */
final class Endpoints implements Check {

  private static final String PUBLIC = "PublicEndpoint";

  /**
   * Whole labels with at least one dot, or what stands behind an asterisk for all below it; what
   * surrounds them does not matter.
   */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?<![-a-z0-9.])|(?<=\\*\\.))[a-z0-9][-a-z0-9]{0,62}+(?:\\.[a-z0-9][-a-z0-9]{0,62}+){1,20}+");

  /** A version behind a name makes it a group of an API, unless a scheme stands before it. */
  private static final Pattern API_VERSION = Pattern.compile("/v[0-9]+((alpha|beta)[0-9]+)?\\b.*");

  private static final Pattern COMMENT = Pattern.compile("^\\s*(#|//|;).*");

  private static final int LONGEST_LINE = 65_536;

  private final EndpointTable table = EndpointTable.shipped();

  @Override
  public void look(SeenObject object, Sightings sightings) {
    for (ObjectField setting : object.select("$config")) {
      hosts(
          setting.text(),
          (host, row) -> {
            String code = row == null ? PUBLIC : row.code();
            String to = row == null ? null : row.counterpart(sightings.target(), host);
            sightings.add(code, setting.path(), host, advice(sightings, code, host, row, to));
          });
    }
    for (ObjectField secret : object.secretValues()) {
      hosts(
          secret.text(),
          (host, row) -> {
            String code = row == null ? PUBLIC : row.code();
            String suffix = row == null ? "a domain of a public cloud" : row.suffix();
            String found = "the value of key " + secret.key() + " has a host of " + suffix;
            String to = row == null ? null : row.counterpart(sightings.target());
            sightings.add(code, secret.path(), found, advice(sightings, code, found, row, to));
          });
    }
  }

  /** Tells each host of a text that is of interest, with its row if it has one. */
  private void hosts(String text, BiConsumer<String, @Nullable Row> found) {
    if (text.indexOf('.') < 0) {
      return;
    }
    text.lines()
        .filter(line -> line.indexOf('.') >= 0 && !COMMENT.matcher(line).matches())
        .forEach(line -> hostsOfLine(line, found));
  }

  private void hostsOfLine(String written, BiConsumer<String, @Nullable Row> found) {
    String line =
        written.substring(0, Math.min(written.length(), LONGEST_LINE)).toLowerCase(Locale.ROOT);
    Set<String> ofVendors = null;
    Matcher matcher = HOST.matcher(line);
    while (matcher.find()) {
      String host = matcher.group();
      Row row = table.row(host);
      boolean vendors = VendorEndpoints.service(host) != null;
      if ((row == null && !vendors)
          || (row != null && row.isNoHost())
          || isInPath(line, matcher.start())
          || isGroup(line, matcher.start(), matcher.end())) {
        continue;
      }
      if (vendors && !line.startsWith("*.", matcher.start() - 2)) {
        ofVendors = ofVendors == null ? Set.copyOf(VendorEndpoints.in(line)) : ofVendors;
        // A scope or the name of a resource, which stay as they are.
        if (!ofVendors.contains(host)) {
          continue;
        }
      }
      found.accept(host, row);
    }
  }

  /** Whether one slash stands before it, not the two of a scheme. */
  private static boolean isInPath(String line, int start) {
    return line.startsWith("/", start - 1) && !line.startsWith("//", start - 2);
  }

  private static boolean isGroup(String line, int start, int end) {
    return API_VERSION.matcher(line.substring(end)).matches() && !line.startsWith("//", start - 2);
  }

  private static @Nullable Advice advice(
      Sightings sightings, String code, String found, @Nullable Row row, @Nullable String to) {
    Advice advice = sightings.advice(code, found);
    if (advice == null) {
      return null;
    }
    MigrationTarget target = sightings.target();
    if (row == null) {
      return new Advice(Severity.Look, null, "", "NotFound", "endpoints.psv has no such host");
    }
    Severity severity = advice.severity();
    if (row.stays(target)) {
      severity = row.whose().equals(target.data()) ? Severity.Fine : Severity.Look;
    } else if (to != null) {
      severity = Severity.Change;
    } else if (code.equals(PUBLIC) && isOfSameVendor(row, target)) {
      severity = Severity.Look;
    }
    String note =
        row.stays(target) && severity == Severity.Look ? "the name stays the public one" : "";
    return new Advice(
        severity,
        to == null ? advice.to() : to,
        note.isEmpty() && to == null ? advice.note() : note,
        row.basis(),
        row.source());
  }

  /** Bleu sells what Microsoft makes, S3NS what Google makes. */
  private static boolean isOfSameVendor(Row row, MigrationTarget target) {
    return List.of("microsoft bleu", "google s3ns").contains(row.whose() + " " + target.data());
  }
}
