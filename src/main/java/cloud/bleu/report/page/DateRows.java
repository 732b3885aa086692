package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.offering.ProbableEnd;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What changes with the time alone, of all workloads that are shown, each change once. */
final class DateRows {
  private static final String ANSWER = "Answer";
  private static final String PROBABLE = "ProbableEnd";

  private final Estate estate;
  private final ShownNames names;
  private final PageSentences sentences;
  private final Map<Change, Concerned> changes = new TreeMap<>(Change.ORDER);

  DateRows(Estate estate, ShownNames names, PageSentences sentences) {
    this.estate = estate;
    this.names = names;
    this.sentences = sentences;
  }

  /** A change of which several zones and workloads may be concerned. */
  private record Change(
      LocalDate day,
      @Nullable Instant at,
      String kind,
      String text,
      String rule,
      @Nullable String policy,
      String before,
      String after,
      PageDate.Effect effect) {
    private static final Comparator<Change> ORDER =
        Comparator.comparing(Change::day)
            .thenComparing(c -> Objects.requireNonNullElse(c.at(), Instant.MAX))
            .thenComparing(Change::kind)
            .thenComparing(Change::text)
            .thenComparing(c -> String.valueOf(c.policy()))
            .thenComparing(Change::effect);
  }

  /** Whom a change concerns. */
  private static final class Concerned {
    private final TreeSet<String> zones = new TreeSet<>();
    private final Set<String> workloads = new TreeSet<>();
    private boolean inUse;

    void add(List<String> of, String workload, Set<String> running) {
      zones.addAll(of);
      workloads.add(workload);
      inUse |= of.stream().anyMatch(running::contains);
    }
  }

  void add(Workload workload, Decision decision) {
    Set<String> running =
        decision.assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(a -> a.zone())
            .collect(Collectors.toSet());
    String name = names.title(workload.id());
    for (Outlook.Turn turn : Outlook.of(workload, estate, Outlook.DAYS)) {
      concerned(change(turn)).add(List.of(turn.after().zone()), name, running);
    }
    LocalDate today = LocalDate.ofInstant(estate.now(), cloud.bleu.placement.estate.ZoneRule.PARIS);
    for (ProbableEnd end : ProbableEnd.ahead(workload, estate, Outlook.DAYS)) {
      if (!end.day().isBefore(today)) {
        concerned(change(end)).add(end.zones(), name, running);
      }
    }
  }

  /** All of them, the earliest first. */
  List<PageDate> rows() {
    List<PageDate> rows = new ArrayList<>();
    changes.forEach(
        (c, of) ->
            rows.add(
                new PageDate(
                    c.day(),
                    c.at(),
                    c.kind(),
                    c.text(),
                    c.rule(),
                    c.policy(),
                    c.before(),
                    c.after(),
                    c.effect(),
                    of.inUse,
                    List.copyOf(of.zones),
                    List.copyOf(of.workloads))));
    return rows;
  }

  private Concerned concerned(Change change) {
    return changes.computeIfAbsent(change, c -> new Concerned());
  }

  private Change change(Outlook.Turn turn) {
    Verdict after = turn.after();
    Waiver waiver = turn.waiver();
    boolean underGlass = waiver != null && waiver.isBreakGlass();
    String was = underGlass ? PageWorkload.State.BreakGlass.name() : code(turn.before());
    String is = code(after);
    return new Change(
        turn.day(),
        turn.at(),
        ANSWER,
        sentences.said(
            underGlass ? "date.breakGlass" : "date.answer",
            "rule",
            after.rule(),
            "policy",
            after.policy(),
            "field",
            after.impliedBy(),
            "before",
            was,
            "after",
            is),
        after.rule(),
        after.policy(),
        was,
        is,
        !turn.decides()
            ? PageDate.Effect.None
            : after.excludes() ? PageDate.Effect.Closes : PageDate.Effect.Opens);
  }

  private Change change(ProbableEnd end) {
    return new Change(
        end.day(),
        null,
        PROBABLE,
        sentences.said(
            "date.probableEnd",
            "qualification",
            end.qualification(),
            "offering",
            end.offering(),
            "provider",
            end.provider(),
            "years",
            ProbableEnd.YEARS,
            "since",
            end.since()),
        "",
        null,
        "",
        "",
        PageDate.Effect.None);
  }

  private static String code(Verdict v) {
    return v.failing() || v.warns() ? v.code() : v.result().name();
  }
}
