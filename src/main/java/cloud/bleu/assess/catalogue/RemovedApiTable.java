package cloud.bleu.assess.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Versions of APIs that are gone, read from {@code removed-apis.psv} beside this class. */
public final class RemovedApiTable {

  private final List<Row> rows = new ArrayList<>();

  /**
   * One version.
   *
   * @param since the version of Kubernetes that no longer serves it
   * @param use what to write in its place
   */
  public record Row(String apiVersion, Set<String> kinds, String since, String use) {}

  private RemovedApiTable(String text) {
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] f = line.split("\\|", 4);
      rows.add(new Row(f[0], Set.of(f[1].split(",")), f[2], f[3]));
    }
  }

  /** The table that travels with the program. */
  public static RemovedApiTable shipped() {
    return new RemovedApiTable(EndpointTable.resource("removed-apis.psv"));
  }

  /** The row of a kind; null when it is served. */
  public @Nullable Row row(String apiVersion, String kind) {
    return rows.stream()
        .filter(r -> r.apiVersion().equals(apiVersion))
        .filter(r -> r.kinds().contains("*") || r.kinds().contains(kind))
        .findFirst()
        .orElse(null);
  }
}
