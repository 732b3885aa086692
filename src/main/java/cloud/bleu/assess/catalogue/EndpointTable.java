package cloud.bleu.assess.catalogue;

import cloud.bleu.assess.model.MigrationTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Host names and what stands in their place, read from {@code endpoints.psv} beside this class. */
public final class EndpointTable {

  private static final String NOTHING = "-";
  private static final String SAME = "=";

  private final Map<String, Row> rows = new HashMap<>();

  /**
   * One suffix of hosts.
   *
   * @param whose {@code microsoft}, {@code google}, {@code bleu}, {@code s3ns} or {@code other}
   * @param code of the finding; {@code -} when it is no host
   */
  public record Row(
      String suffix,
      String service,
      String whose,
      String code,
      String bleu,
      String s3ns,
      String basis,
      String source) {

    /** Whether it only looks like a host. */
    public boolean isNoHost() {
      return code.equals(NOTHING);
    }

    /** Whether the same name is used on the target. */
    public boolean stays(MigrationTarget target) {
      return cell(target).equals(SAME);
    }

    /** What stands in the place of the suffix, {@code *.x} below it; null: nothing known. */
    public @Nullable String counterpart(MigrationTarget target) {
      String cell = cell(target);
      return cell.equals(NOTHING) ? null : cell.equals(SAME) ? suffix : cell;
    }

    /** What stands in the place of a host below the suffix; null: nothing known. */
    public @Nullable String counterpart(MigrationTarget target, String host) {
      String cell = counterpart(target);
      if (cell == null || !cell.startsWith("*.")) {
        return stays(target) ? host : cell;
      }
      int length = host.length() - suffix.length();
      return length <= 0 ? cell.substring(2) : host.substring(0, length) + cell.substring(2);
    }

    private String cell(MigrationTarget target) {
      return switch (target.data()) {
        case "bleu" -> bleu;
        case "s3ns" -> s3ns;
        default -> NOTHING;
      };
    }
  }

  private EndpointTable(String text) {
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] f = line.split("\\|", 8);
      rows.put(f[0], new Row(f[0], f[1], f[2], f[3], f[4], f[5], f[6], "endpoints.psv, " + f[7]));
    }
  }

  /** The table that travels with the program. */
  public static EndpointTable shipped() {
    return new EndpointTable(resource("endpoints.psv"));
  }

  /** A file beside this class. */
  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(EndpointTable.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The row of the longest suffix of a host in lower case; null when there is none. */
  public @Nullable Row row(String host) {
    String suffix = host;
    while (true) {
      Row row = rows.get(suffix);
      int dot = suffix.indexOf('.');
      if (row != null || dot < 0) {
        return row;
      }
      suffix = suffix.substring(dot + 1);
    }
  }
}
