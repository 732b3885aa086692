package cloud.bleu.assess.wave;

import cloud.bleu.assess.model.Glob;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people say of waves.
 *
 * @param together what may not be apart
 * @param names what people call waves, by number
 * @param dates of waves, by number
 * @param freezes days on which nothing moves
 * @param mostWorkloads how many workloads a wave has at most, more only where they may not be apart
 */
public record WaveRules(
    List<Together> together,
    SortedMap<Integer, String> names,
    SortedMap<Integer, LocalDate> dates,
    List<Freeze> freezes,
    int mostWorkloads) {

  /** As many as people can watch in a night. */
  public static final int MOST_WORKLOADS = 25;

  /** No rule. */
  public static final WaveRules NONE =
      new WaveRules(List.of(), new TreeMap<>(), new TreeMap<>(), List.of(), MOST_WORKLOADS);

  public WaveRules {
    together = List.copyOf(together);
    names = new TreeMap<>(names);
    dates = new TreeMap<>(dates);
    freezes = List.copyOf(freezes);
  }

  /**
   * Workloads that move in one wave.
   *
   * @param objects as the assessment shows them; {@code *} stands for any text
   * @param reason that people give; empty: none
   */
  public record Together(List<String> objects, String reason) {
    public Together {
      objects = List.copyOf(objects);
    }

    /** Whether a workload is one of them. */
    boolean has(String workload) {
      return objects.stream().anyMatch(o -> Glob.matches(o, workload));
    }
  }

  /** Why people want a group together: the reasons of the rules that bind it; empty: no reason. */
  String reason(List<String> group) {
    return together.stream()
        .filter(one -> group.stream().filter(one::has).count() > 1)
        .map(Together::reason)
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** The last day that a field of the API can say. */
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /** Days on which nothing moves, the first and the last of them included. */
  public record Freeze(LocalDate from, LocalDate until, String reason) {

    /** The freeze as it stands in the way of a day, and what to do. */
    String says(LocalDate day) {
      return day
          + " lies in the freeze from "
          + from
          + " until "
          + until
          + (reason.isEmpty() ? "" : " (" + reason + ")")
          + (until.isBefore(LAST)
              ? "; move it to " + until.plusDays(1) + " or later"
              : ", which has no end; end the freeze first");
    }

    boolean has(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(until);
    }
  }

  /**
   * What is said of nothing: dates of waves that there are not, and rules that no workload is of.
   *
   * @param waves how many waves there are
   */
  public List<String> unused(int waves, List<String> workloads) {
    List<String> unused = new ArrayList<>();
    dates
        .tailMap(waves + 1)
        .forEach((wave, date) -> unused.add("there is no wave " + wave + " to move on " + date));
    names
        .tailMap(waves + 1)
        .forEach((wave, name) -> unused.add("there is no wave " + wave + " to be called " + name));
    for (Together one : together) {
      for (String object : one.objects()) {
        if (workloads.stream().noneMatch(w -> Glob.matches(object, w))) {
          unused.add("no workload is " + object + ", which is said to move together with others");
        }
      }
    }
    return unused;
  }

  /** The first day from that one on that lies in no freeze; null when no freeze lets one be. */
  public @Nullable LocalDate free(LocalDate day) {
    LocalDate free = day;
    for (Freeze freeze = freeze(free); freeze != null; freeze = freeze(free)) {
      if (!freeze.until().isBefore(LAST)) {
        return null;
      }
      free = freeze.until().plusDays(1);
    }
    return free;
  }

  /** The freeze that a day lies in; null when there is none. */
  public @Nullable Freeze freeze(LocalDate day) {
    return freezes.stream().filter(f -> f.has(day)).findFirst().orElse(null);
  }
}
