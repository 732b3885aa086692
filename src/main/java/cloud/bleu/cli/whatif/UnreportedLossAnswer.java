package cloud.bleu.cli.whatif;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.UnreportedLoss;
import cloud.bleu.placement.simulation.UnreportedLoss.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of a loss comes about while nobody reports it. Empty where nothing is lost, or nothing runs
 * in what is.
 */
public final class UnreportedLossAnswer {
  private static final String INCIDENT = " placement.bleu.cloud/incident=Lost";

  private final SortedSet<String> zones;
  private final Map<WorkloadId, Workload> workloads = new TreeMap<>();
  private final List<Zone> lost;
  private final List<Effect> effects;

  private UnreportedLossAnswer(Estate estate, SortedSet<String> zones, List<Effect> effects) {
    this.zones = zones;
    this.effects = effects;
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    lost = estate.zones().stream().filter(zone -> zones.contains(zone.name())).toList();
  }

  /**
   * Of a loss.
   *
   * @param estate with what is in force before
   * @param zones that are lost
   * @param wanted of which workloads it is told
   */
  public static UnreportedLossAnswer of(
      Estate estate,
      Map<String, LossSignal> signals,
      SortedSet<String> zones,
      Predicate<WorkloadId> wanted) {
    List<Effect> effects =
        zones.isEmpty() ? List.of() : new UnreportedLoss(estate, signals, zones).effects();
    return new UnreportedLossAnswer(
        estate, zones, effects.stream().filter(e -> wanted.test(e.workload())).toList());
  }

  /** A paragraph for what moves, one for each reason to wait, and what to do. */
  String text() {
    if (effects.isEmpty()) {
      return "";
    }
    Map<Message, List<String>> told = new TreeMap<>();
    for (Effect effect : effects) {
      if (effect.moves() > 0) {
        add(told, moves(effect), effect.workload(), effect.moves());
      }
      Map<Message, Integer> waits = new TreeMap<>();
      effect.why().forEach((zone, why) -> waits.merge(why, waiting(effect, zone), Integer::sum));
      waits.forEach((why, replicas) -> add(told, why, effect.workload(), replicas));
    }
    StringBuilder text = new StringBuilder("\nWhile nobody reports the loss\n");
    told.forEach(
        (what, who) ->
            text.append(Table.wrapped("  " + words(what) + ": " + String.join(", ", who), 4)));
    return text.append(
            Table.wrapped(
                "  To report it, once nothing runs there any more: kubectl annotate az "
                    + String.join(" ", zones)
                    + INCIDENT,
                4))
        .toString();
  }

  private static void add(
      Map<Message, List<String>> told, Message what, WorkloadId id, int replicas) {
    told.computeIfAbsent(what, w -> new ArrayList<>()).add(id + " (" + replicas + ")");
  }

  private static int waiting(Effect effect, String zone) {
    return effect.waits().getOrDefault(zone, 0);
  }

  private Message moves(Effect effect) {
    Workload workload = workloads.get(effect.workload());
    if (workload == null) {
      throw new IllegalStateException("no workload " + effect.workload());
    }
    return UnreportedLoss.moves(workload, lost);
  }

  private static String words(Message message) {
    return MessageBundle.ENGLISH.text(message);
  }

  /** The effects for programs, under {@code unreported}; empty where there is none. */
  Map<String, Object> tree() {
    if (effects.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("zones", List.copyOf(zones));
    tree.put("workloads", effects.stream().map(this::tree).collect(Collectors.toList()));
    return Map.of("unreported", tree);
  }

  private Map<String, Object> tree(Effect effect) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", effect.workload().namespace());
    tree.put("name", effect.workload().name());
    tree.put("moves", effect.moves());
    if (effect.moves() > 0) {
      tree.put("how", words(moves(effect)));
      tree.put("fenced", "Unconfirmed");
    }
    tree.put("waits", effect.waits());
    if (!effect.why().isEmpty()) {
      tree.put("message", why(effect));
    }
    return tree;
  }

  /** One reason for all zones, or each with its zones before it. */
  private static String why(Effect effect) {
    Map<Message, List<String>> zones = new TreeMap<>();
    effect
        .why()
        .forEach((zone, why) -> zones.computeIfAbsent(why, w -> new ArrayList<>()).add(zone));
    return zones.size() == 1
        ? words(zones.keySet().iterator().next())
        : zones.entrySet().stream()
            .map(e -> String.join(", ", e.getValue()) + ": " + words(e.getKey()))
            .collect(Collectors.joining("; "));
  }
}
