package cloud.bleu.cli.whatif;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.time.InstantText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Losses that are supposed, each with the drills that simulate it. Empty where there is no drill at
 * all.
 */
public final class DrilledLosses {
  private final List<Loss> losses;
  private final List<DrillValidity> drills;

  /**
   * @param losses that are supposed
   * @param drills of the input, by name
   */
  public DrilledLosses(List<Loss> losses, List<DrillValidity> drills) {
    this.losses = drills.isEmpty() ? List.of() : List.copyOf(losses);
    this.drills = List.copyOf(drills);
  }

  /** Those whose loss takes all zones of another one. */
  private List<DrillValidity> of(Loss loss) {
    return drills.stream()
        .filter(d -> d.loss() != null && d.loss().zones().containsAll(loss.zones()))
        .toList();
  }

  /** A paragraph for each loss and drill; empty where nothing is to be said. */
  String text() {
    StringBuilder text = new StringBuilder(losses.isEmpty() ? "" : "\nDrills of the loss\n");
    for (Loss loss : losses) {
      List<DrillValidity> of = of(loss);
      if (of.isEmpty()) {
        text.append(
            Table.wrapped("  " + loss.name() + ": never drilled, as no drill simulates it", 4));
      }
      of.forEach(d -> text.append(Table.wrapped("  " + loss.name() + ": " + said(d, loss), 4)));
    }
    return text.toString();
  }

  private static String said(DrillValidity drill, Loss loss) {
    Run last = drill.last();
    Loss own = drill.loss();
    return (last == null ? "never drilled" : "drilled on " + day(last) + ": " + last.verdict())
        + " ("
        + drill.name()
        + ", "
        + mode(drill)
        + (own == null || own.zones().equals(loss.zones()) ? "" : ", loss of " + own.name())
        + ")"
        + (last == null || drill.isProof()
            ? ""
            : "; the drill is no proof now: " + String.join(", ", codes(drill)));
  }

  private static @Nullable LocalDate day(Run run) {
    Instant at = InstantText.parse(run.at());
    return at == null ? null : LocalDate.ofInstant(at, ZoneRule.PARIS);
  }

  private static String mode(DrillValidity drill) {
    return drill.live() ? "Live" : "Shadow";
  }

  private static List<String> codes(DrillValidity drill) {
    return drill.faults().stream().map(DrillValidity.Fault::code).toList();
  }

  /** For programs, under {@code drills}; a loss that no drill simulates has no drill there. */
  Map<String, Object> tree() {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Loss loss : losses) {
      List<DrillValidity> of = of(loss);
      if (of.isEmpty()) {
        trees.add(Map.of("loss", loss.name()));
      }
      of.forEach(d -> trees.add(tree(d, loss)));
    }
    return trees.isEmpty() ? Map.of() : Map.of("drills", trees);
  }

  private static Map<String, Object> tree(DrillValidity drill, Loss loss) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("loss", loss.name());
    tree.put("drill", drill.name());
    tree.put("mode", mode(drill));
    tree.put("scope", Objects.requireNonNull(drill.loss()).name());
    Run last = drill.last();
    if (last != null) {
      tree.put("at", last.at());
      tree.put("verdict", last.verdict());
    }
    tree.put("noProof", codes(drill));
    return tree;
  }
}
