package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.WaveTurn;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.placement.estate.ZoneRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whose turn it is, with the names of all that is of a wave that is not done. */
final class WaveTurns {

  private WaveTurns() {}

  /**
   * All of them, what may be taken over first, then in the order of the waves.
   *
   * @param before what the last status says
   * @param now when all was read
   */
  static List<WaveTurn> of(WavePlan plan, WaveRules rules, WaveBeginnings before, Instant now) {
    LocalDate today = now.atZone(ZoneRule.PARIS).toLocalDate();
    Wave next = plan.next();
    List<WaveTurn> turns = new ArrayList<>();
    for (int number : plan.order()) {
      Wave wave = plan.waves().get(number - 1);
      if (!wave.hasMoved()) {
        boolean isOpen = MigrationGate.isOpen(wave, next, rules, today);
        turns.addAll(
            of(wave, WaveStatus.state(wave, next), isOpen ? before.since(wave, now) : null));
      }
    }
    turns.sort(Comparator.comparing((WaveTurn t) -> !t.open()));
    return turns;
  }

  private static List<WaveTurn> of(Wave wave, String state, @Nullable Instant since) {
    TreeMap<String, TreeSet<String>> names = new TreeMap<>();
    for (WaveOutcome outcome : wave.outcomes()) {
      int name = outcome.workload().indexOf('/');
      names
          .computeIfAbsent(outcome.workload().substring(0, name), k -> new TreeSet<>())
          .add(outcome.workload().substring(name + 1));
    }
    List<WaveTurn> turns = new ArrayList<>();
    names.forEach(
        (key, all) -> {
          int namespace = key.indexOf(' ');
          turns.add(
              new WaveTurn(
                  wave.number(),
                  state,
                  since != null,
                  since == null ? null : since.toString(),
                  key.substring(namespace + 1),
                  key.substring(0, namespace),
                  List.copyOf(all)));
        });
    return turns;
  }

  /** A copy with the first of its names. */
  static WaveTurn of(WaveTurn turn, int names) {
    return of(turn, turn.open(), turn.names().subList(0, names));
  }

  /** Copies that let nothing go, as nobody knows whether anything may. */
  static List<WaveTurn> shut(List<WaveTurn> turns) {
    return turns.stream().map(t -> of(t, false, t.names())).toList();
  }

  private static WaveTurn of(WaveTurn turn, boolean isOpen, List<String> names) {
    return new WaveTurn(
        turn.wave(), turn.state(), isOpen, turn.since(), turn.namespace(), turn.kind(), names);
  }

  /** How many workloads they name. */
  static int count(List<WaveTurn> turns) {
    return turns.stream().mapToInt(t -> t.names().size()).sum();
  }
}
