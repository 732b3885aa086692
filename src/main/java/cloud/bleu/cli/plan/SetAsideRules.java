package cloud.bleu.cli.plan;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules that do not hold where workloads of a plan run, and that somebody set aside. */
public final class SetAsideRules {
  /** Of a plan of which the estate cannot be seen. */
  public static final SetAsideRules NONE = new SetAsideRules(new TreeMap<>());

  private final SortedMap<WorkloadId, List<WaiverUse>> uses;

  private SetAsideRules(SortedMap<WorkloadId, List<WaiverUse>> uses) {
    this.uses = uses;
  }

  /** Those of a plan of an estate. */
  public static SetAsideRules of(Estate estate, Plan plan) {
    SortedMap<WorkloadId, List<WaiverUse>> uses = new TreeMap<>();
    Map<WorkloadId, Decision> decisions = new TreeMap<>();
    plan.decisions().forEach(d -> decisions.put(d.id(), d));
    for (Workload workload : estate.workloads()) {
      Decision decision = decisions.get(workload.id());
      if (decision != null) {
        uses.put(workload.id(), WaiverUse.of(workload, decision, estate));
      }
    }
    return new SetAsideRules(uses);
  }

  /** Those of a workload. */
  List<WaiverUse> of(WorkloadId id) {
    return uses.getOrDefault(id, List.of());
  }

  /** What set it aside: {@code waiver late until 2027-03-31T00:00:00Z}. */
  static String by(WaiverUse use) {
    BreakGlass glass = use.waiver().breakGlass();
    if (glass == null) {
      return "waiver " + use.waiver().name() + " until " + use.waiver().until();
    }
    String second = glass.countersignedBy();
    return "break-glass of "
        + glass.by()
        + (second == null
            ? ", not countersigned, due before " + glass.due()
            : ", countersigned by " + second + ", until " + glass.due());
  }

  /** A line for each kind of them, empty where there is none. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    line("in breach under a break-glass that nobody countersigned", Kind.Unsigned, lines);
    line("under a countersigned break-glass", Kind.Countersigned, lines);
    line("under a waiver", Kind.Waiver, lines);
    return lines;
  }

  private enum Kind {
    Unsigned,
    Countersigned,
    Waiver
  }

  private static Kind kind(WaiverUse use) {
    return use.isUnsigned()
        ? Kind.Unsigned
        : use.waiver().isBreakGlass() ? Kind.Countersigned : Kind.Waiver;
  }

  private void line(String how, Kind kind, List<String> lines) {
    List<String> all = new ArrayList<>();
    uses.forEach(
        (id, of) -> {
          List<String> said =
              of.stream()
                  .filter(use -> kind(use) == kind)
                  .map(
                      use ->
                          use.verdict().code()
                              + " in "
                              + use.verdict().zone()
                              + " ("
                              + by(use)
                              + ")")
                  .distinct()
                  .toList();
          if (!said.isEmpty()) {
            all.add(id + " " + String.join(", ", said));
          }
        });
    if (!all.isEmpty()) {
      lines.add(
          all.size()
              + (all.size() == 1 ? " runs " : " run ")
              + how
              + ": "
              + String.join("; ", all));
    }
  }

  /** The uses of waivers that two people decided, for programs. */
  List<Map<String, Object>> waived(WorkloadId id) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (WaiverUse use : of(id)) {
      if (kind(use) == Kind.Waiver) {
        Map<String, Object> tree = tree(use);
        tree.put("waiver", use.waiver().name());
        tree.put("until", use.waiver().until().toString());
        trees.add(tree);
      }
    }
    return trees;
  }

  /** The uses of a break-glass, for programs: who opened it, how it stands and what is due. */
  List<Map<String, Object>> broken(WorkloadId id) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (WaiverUse use : of(id)) {
      BreakGlass glass = use.waiver().breakGlass();
      if (glass != null) {
        Map<String, Object> tree = tree(use);
        tree.put("by", glass.by());
        if (glass.countersignedBy() != null) {
          tree.put("countersignedBy", glass.countersignedBy());
        }
        tree.put("state", glass.signatures().name());
        tree.put("due", glass.due().toString());
        trees.add(tree);
      }
    }
    return trees;
  }

  private static Map<String, Object> tree(WaiverUse use) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", use.verdict().code());
    tree.put("zone", use.verdict().zone());
    tree.put("rule", use.statement().name());
    @Nullable String policy = use.statement().policy();
    if (policy != null) {
      tree.put("policy", policy);
    }
    return tree;
  }
}
