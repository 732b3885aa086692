package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Break-glasses and how each one stands, by workload, with when something is due of it. */
public final class BreakGlassList {
  private final SortedMap<WorkloadId, BreakGlassStatus> standings;

  /** Of these workloads. */
  public BreakGlassList(Map<WorkloadId, BreakGlassStatus> standings) {
    this.standings = new TreeMap<>(standings);
  }

  /** Those of one namespace; null: of every one. */
  public BreakGlassList within(@Nullable String namespace) {
    SortedMap<WorkloadId, BreakGlassStatus> some = new TreeMap<>(standings);
    some.keySet().removeIf(id -> namespace != null && !namespace.equals(id.namespace()));
    return new BreakGlassList(some);
  }

  /**
   * Those that begin or end until an instant, and those that ask for a person now, whenever that
   * ends.
   */
  public BreakGlassList due(Instant until) {
    SortedMap<WorkloadId, BreakGlassStatus> some = new TreeMap<>(standings);
    some.values().removeIf(standing -> !isDue(standing, until));
    return new BreakGlassList(some);
  }

  private static boolean isDue(BreakGlassStatus standing, Instant until) {
    return switch (standing.state()) {
      case Expired -> false;
      case NotYetInForce, Countersigned -> {
        Instant due = due(standing);
        yield due != null && !due.isAfter(until);
      }
      case AwaitingSignature, Unsigned, Invalid, ZoneMissing, Unchecked -> true;
    };
  }

  /** When the next thing is due: its beginning, its second signature or its end. */
  private static @Nullable Instant due(BreakGlassStatus standing) {
    BreakGlass glass = standing.glass();
    if (glass == null) {
      return null;
    }
    if (standing.signatures() == BreakGlassState.NotYetInForce) {
      return glass.from();
    }
    return glass.due();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return standings.isEmpty();
  }

  /** A table after an empty line, with what is to be done; empty where there is none. */
  public String text(Format format) {
    if (standings.isEmpty() || format == Format.NAME) {
      return "";
    }
    Table table = new Table("BREAK-GLASS", "ZONE", "BY", "UNTIL", "DUE", "STATE");
    StringBuilder notes = new StringBuilder();
    standings.forEach(
        (id, standing) -> {
          BreakGlass glass = standing.glass();
          Instant due = due(standing);
          table.row(
              id,
              glass == null ? "-" : glass.zone(),
              glass == null ? "-" : glass.by(),
              glass == null ? "-" : glass.until(),
              due == null ? "-" : due,
              standing.state());
          notes.append(Table.wrapped(id + ": " + standing.message(), 2));
        });
    return "\n" + table.text(format) + "\n" + notes;
  }

  /** One map for each break-glass, for programs. */
  public List<Map<String, Object>> trees() {
    List<Map<String, Object>> trees = new ArrayList<>();
    standings.forEach(
        (id, standing) -> {
          Map<String, Object> tree = new LinkedHashMap<>();
          tree.put("namespace", id.namespace());
          tree.put("name", id.name());
          BreakGlass glass = standing.glass();
          if (glass != null) {
            tree.put("zone", glass.zone());
            tree.put("by", glass.by());
            tree.put("from", glass.from().toString());
            tree.put("until", glass.until().toString());
          }
          Instant due = due(standing);
          if (due != null) {
            tree.put("due", due.toString());
          }
          tree.put("state", standing.state().name());
          tree.put("inForce", standing.inForce());
          tree.put("message", standing.message());
          trees.add(tree);
        });
    return trees;
  }
}
