package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationFinding;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.api.v1alpha1.WaveTurn;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WaveRules;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much of what is to say goes into the status of a MigrationPlan: as much as an API server
 * stores without fail, what matters first before the rest. The conditions and whose turn it is come
 * first, since admission goes by these; then the next wave, the waves that are open, those that are
 * done, what is accepted, and findings.
 */
final class MigrationBound {

  /** What a status takes in bytes at most; etcd takes 1.5 MiB, with fields of the managers. */
  static final long BYTES = 256 * 1024;

  /**
   * Of the room, one in so many is for each of what the next wave has, and for what is accepted.
   */
  private static final int PART = 4;

  /** Most entries of a list of one wave, tried one after the other. */
  private static final int[] ENTRIES = {MigrationPlanStatus.WORKLOADS, 10, 4, 1, 0};

  private final List<String> leftOut = new ArrayList<>();
  private long room;

  /**
   * @param conditions that the status has
   */
  MigrationBound(List<?> conditions) {
    room = BYTES - bytes(conditions) - MigrationPlanStatus.TEXT;
  }

  /** The workloads that began waves that there is room for. */
  List<String> begun(List<String> all) {
    return first(
        all.stream().limit(MigrationPlanStatus.BEGUN).toList(), "beginning", room / (2L * PART));
  }

  /** Whose turn it is, of as many as there is room for. */
  List<WaveTurn> turns(List<WaveTurn> all) {
    long most = room * (PART - 1) / PART;
    List<WaveTurn> told = new ArrayList<>();
    for (WaveTurn turn : all.stream().limit(MigrationPlanStatus.TURNS).toList()) {
      long bytes = bytes(WaveTurns.of(turn, 0));
      int names = 0;
      while (names < turn.names().size() && bytes + bytes(turn.names().get(names)) <= most) {
        bytes += bytes(turn.names().get(names++));
      }
      if (names > 0) {
        most -= bytes;
        room -= bytes;
        told.add(WaveTurns.of(turn, names));
      }
    }
    leaveOut(
        WaveTurns.count(all) - WaveTurns.count(told),
        "workload whose turn it may be",
        "workloads whose turn it may be");
    return told;
  }

  /** The next wave with as much of what stands in its way as there is room for. */
  MigrationPlanStatus.@Nullable Next next(MigrationPlanStatus.@Nullable Next next) {
    if (next == null) {
      return null;
    }
    List<MigrationPlanStatus.Obstacle> told =
        first(next.obstacles(), "thing in the way of the next wave", room / PART);
    int more = next.obstacles().size() - told.size();
    Integer before = next.moreObstacles();
    int all = (before == null ? 0 : before) + more;
    return new MigrationPlanStatus.Next(
        next.wave(), next.name(), next.date(), told, all == 0 ? null : Integer.valueOf(all));
  }

  /** The waves that there is room for, the next one among them, by their numbers. */
  List<MigrationPlanStatus.Wave> waves(WavePlan plan, WaveRules rules, LocalDate today) {
    Wave next = plan.next();
    List<Wave> all =
        plan.waves().stream()
            .sorted(
                Comparator.comparing((Wave w) -> !w.equals(next))
                    .thenComparing(Wave::hasMoved)
                    .thenComparing(Wave::number))
            .limit(MigrationPlanStatus.WAVES)
            .toList();
    TreeMap<Integer, MigrationPlanStatus.Wave> told = new TreeMap<>();
    long forAll = room * (PART - 1) / PART;
    long after = room - forAll;
    int shortened = 0;
    for (int i = 0; i < all.size(); i++) {
      Wave wave = all.get(i);
      long share = i == 0 ? forAll / PART : forAll / (all.size() - i);
      int step = step(share, most -> WaveStatus.of(wave, plan, rules, today, most));
      MigrationPlanStatus.Wave one = WaveStatus.of(wave, plan, rules, today, ENTRIES[step]);
      long bytes = bytes(one);
      if (bytes <= forAll) {
        forAll -= bytes;
        shortened += step > 0 ? 1 : 0;
        told.put(wave.number(), one);
      }
    }
    room = after + forAll;
    leaveOut(all.size() - told.size(), "wave");
    leaveOut(shortened, "part of a wave", "parts of waves");
    return List.copyOf(told.values());
  }

  /** The first step at which something takes no more than so many bytes; the last one else. */
  private static int step(long bytes, IntFunction<Object> most) {
    int step = 0;
    while (step < ENTRIES.length - 1 && bytes(most.apply(ENTRIES[step])) > bytes) {
      step++;
    }
    return step;
  }

  /** The first of what somebody accepts. */
  List<MigrationPlanStatus.Accepted> accepted(List<MigrationPlanStatus.Accepted> all) {
    return first(all, "acceptance", room / PART);
  }

  /** The worst findings. */
  List<MigrationFinding> findings(List<OwnedFinding> all) {
    return first(FindingStatus.of(all), "finding", room);
  }

  /** It in a sentence, after what is said before; empty where all is told that lists may have. */
  String leftOut() {
    return leftOut.isEmpty()
        ? ""
        : "; left out to keep this object small: "
            + String.join(", ", leftOut)
            + "; `bleu assess --plan` tells all of it from files";
  }

  private <T> List<T> first(List<T> all, String what, long most) {
    long bytes = 0;
    List<T> first = new ArrayList<>();
    for (T one : all) {
      long more = bytes(one);
      if (bytes + more > most) {
        break;
      }
      bytes += more;
      first.add(one);
    }
    room -= bytes;
    leaveOut(all.size() - first.size(), what);
    return first;
  }

  private void leaveOut(int count, String one) {
    leaveOut(count, one, one.startsWith("thing") ? one.replace("thing", "things") : one + "s");
  }

  private void leaveOut(int count, String one, String many) {
    if (count > 0) {
      leftOut.add(count + " " + (count == 1 ? one : many));
    }
  }

  /** As the API server writes it, which escapes what means something in HTML. */
  static long bytes(Object part) {
    String json = Serialization.asJson(part);
    return json.getBytes(StandardCharsets.UTF_8).length
        + 5 * json.chars().filter(c -> c == '<' || c == '>' || c == '&').count()
        + 1;
  }
}
