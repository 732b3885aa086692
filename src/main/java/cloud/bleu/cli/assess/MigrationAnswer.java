package cloud.bleu.cli.assess;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.Assessor;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.draft.DraftBasis;
import cloud.bleu.assess.draft.NamespaceDraft;
import cloud.bleu.assess.draft.RehearsalDraft;
import cloud.bleu.assess.draft.TargetDraft;
import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.assess.draft.WorkloadDrafts;
import cloud.bleu.assess.report.CutoverChecklist;
import cloud.bleu.assess.report.DependencyDrawing;
import cloud.bleu.assess.report.DependencyTree;
import cloud.bleu.assess.report.WavePlanTree;
import cloud.bleu.assess.wave.Arrival;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WavePlanner;
import cloud.bleu.assess.wave.WaveRecord;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.ReviewFormat;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.credential.ShownText;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.translate.manifest.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The graph, the waves or the drafts that belong to an assessment. */
public final class MigrationAnswer {

  private static final String OF_GRAPH = "table, wide, name, json, yaml, dot, mermaid";
  private static final String OF_PLAN = "table, wide, name, json, yaml, markdown";
  private static final String OF_DRAFTS = "table, wide, name, json, yaml";

  /** What is to do before, on and after the day of each wave; no manifest. */
  private static final String CHECKLIST = "checklist.md";

  private final MigrationOptions options;
  private final ReviewFormat format;
  private final Assessor assessor;
  private final Assessment assessment;
  private final List<Manifest> manifests;
  private final IOStreams streams;
  private final Instant now;
  private final @Nullable MigrationOrder order;
  private final List<OwnedFinding> findings;

  /**
   * @param findings of the assessment, with their owners
   * @param manifests what was assessed; empty where the options do not take them
   * @param order the MigrationPlan that says the rules; null: none does
   */
  public MigrationAnswer(
      MigrationOptions options,
      ReviewFormat format,
      Assessor assessor,
      Assessment assessment,
      List<OwnedFinding> findings,
      List<Manifest> manifests,
      IOStreams streams,
      @Nullable MigrationOrder order) {
    this.order = order;
    this.findings = List.copyOf(findings);
    this.options = options;
    this.format = format;
    this.assessor = assessor;
    this.assessment = assessment;
    this.manifests = List.copyOf(manifests);
    this.streams = streams;
    now = streams.clock().instant();
  }

  /** Prints or writes what was asked for, and returns the exit code. */
  public int give() {
    DependencyGraph graph = assessor.dependencies();
    int code = ExitCode.OK;
    Path write = options.write;
    if (options.graph) {
      streams.out().print(drawn(graph));
    } else if (write != null) {
      write(write, graph);
    } else {
      WavePlan plan = plan(graph);
      streams.out().print(written(graph, plan));
      Wave next = plan.next();
      code = next == null || next.stops().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }
    return assessment.input().isWhole() ? code : ExitCode.LEFT_OUT;
  }

  private String drawn(DependencyGraph graph) {
    Format every = format.general();
    if (every == null) {
      return switch (format) {
        case DOT -> DependencyDrawing.dot(graph);
        case MERMAID -> DependencyDrawing.mermaid(graph);
        default -> throw format.refusal("--graph", OF_GRAPH);
      };
    }
    return every.isTree() ? every.write(DependencyTree.of(graph)) : DependencyText.of(graph, every);
  }

  private WavePlan plan(DependencyGraph graph) {
    TargetEstate estate = options.estate(assessment.target(), streams);
    return plan(
        graph,
        estate == null
            ? null
            : new Arrival(estate, manifests, drafts(graph, estate), WaveRecord.NONE));
  }

  private WavePlan plan(DependencyGraph graph, @Nullable Arrival arrival) {
    WaveRules rules = options.rules(order);
    WavePlan plan = WavePlanner.of(assessment, graph, rules, arrival, now);
    rules.unused(plan.waves().size(), graph.workloads()).forEach(this::note);
    return plan;
  }

  private WorkloadDrafts.Result drafts(DependencyGraph graph, @Nullable TargetEstate estate) {
    return WorkloadDrafts.of(manifests, assessor.inventory(), graph, basis(estate));
  }

  private DraftBasis basis(@Nullable TargetEstate estate) {
    return new DraftBasis(
        assessment.target().name(),
        options.dataClasses(order),
        estate == null ? Set.of() : estate.offered(),
        estate != null && estate.isElsewhere(),
        now.atZone(ZoneRule.PARIS).toLocalDate());
  }

  private String written(DependencyGraph graph, WavePlan plan) {
    Format every = format.general();
    if (every == null) {
      if (format != ReviewFormat.MARKDOWN) {
        throw format.refusal("--plan", OF_PLAN);
      }
      return CutoverChecklist.of(assessment, graph, plan);
    }
    return every.isTree()
        ? every.write(WavePlanTree.of(plan, findings))
        : WavePlanText.of(assessment, graph, plan, every);
  }

  private void write(Path directory, DependencyGraph graph) {
    Format every = format.general();
    if (every == null) {
      throw format.refusal("--write", OF_DRAFTS);
    }
    TargetEstate estate = options.estate(assessment.target(), streams);
    if (estate == null && !TargetDraft.knows(assessment.target())) {
      throw new BadInputException(
          "nothing is known of the zones of "
              + assessment.target().name()
              + "; give the target with --estate");
    }
    WorkloadDrafts.Result drafted = drafts(graph, estate);
    List<WorkloadDraft> drafts =
        drafted.drafts().stream()
            .filter(d -> estate == null || (estate.running(d) == null && !estate.has(d.id())))
            .toList();
    Map<String, String> texts = new LinkedHashMap<>();
    drafts.forEach(d -> texts.put(d.file(), d.yaml()));
    if (estate == null) {
      texts.put("target.yaml", TargetDraft.of(assessment.target(), drafts, assessment.asOf()));
    }
    texts.put(NamespaceDraft.FILE, NamespaceDraft.text(NamespaceDraft.of(drafts)));
    Map<String, WorkloadDraft> files = new LinkedHashMap<>();
    drafts.forEach(d -> files.put(d.file(), d));
    List<String> notRehearsed = new ArrayList<>();
    Integer rehearse = options.rehearse;
    if (rehearse != null) {
      RehearsalFiles rehearsal =
          RehearsalFiles.of(
              RehearsalDraft.of(manifests, assessor.inventory(), graph, drafts, rehearse),
              assessment.target(),
              basis(estate),
              estate == null || estate.hasRehearsalPolicy());
      texts.putAll(rehearsal.texts());
      rehearsal.drafts().forEach(d -> files.put(RehearsalFiles.file(d), d));
      notRehearsed.addAll(rehearsal.left());
    }
    texts.put(
        CHECKLIST,
        CutoverChecklist.of(
            assessment,
            graph,
            plan(
                graph,
                estate == null ? null : new Arrival(estate, manifests, drafted, WaveRecord.NONE))));
    DraftDirectory.write(directory, texts);
    streams.out().print(told(files, directory, every, estate));
    drafted.left().forEach(l -> note("no draft of " + l));
    notRehearsed.forEach(l -> note("no rehearsal of " + l));
  }

  private void note(String text) {
    streams.err().println(ShownText.visible("note: " + text));
  }

  private static String told(
      Map<String, WorkloadDraft> drafts,
      Path directory,
      Format every,
      @Nullable TargetEstate estate) {
    if (every.isTree()) {
      List<Map<String, Object>> all = new ArrayList<>();
      drafts.forEach(
          (file, draft) -> {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("file", directory.resolve(file).toString());
            tree.put("workload", draft.of());
            tree.put("guesses", draft.guesses());
            all.add(tree);
          });
      return every.write(Map.of("drafts", all));
    }
    Table table = new Table("FILE", "DRAFTED FROM", "GUESSES");
    drafts.forEach((f, d) -> table.row(directory.resolve(f), d.of(), d.guesses().size()));
    return every == Format.NAME
        ? table.text(every)
        : table.text(every)
            + "\n"
            + Table.wrapped(
                "Check each line marked GUESS. Then place them: "
                    + Program.name()
                    + " plan -f "
                    + directory
                    + " with the manifests of today"
                    + (estate == null ? "." : " and the target."),
                0);
  }
}
