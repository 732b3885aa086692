package cloud.bleu.cli.assess;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.assess.wave.WaveRuleFile;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.credential.ShownText;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationTranslator;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.policy.Namespaces;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to make of an assessment beside its findings. */
public final class MigrationOptions {

  /** As many replicas as a rehearsal of anything needs. */
  private static final int MOST_REHEARSED = 1000;

  private static final Pattern KIND = Pattern.compile("\\bkind[\"']?:\\s*[\"']?MigrationPlan\\b");

  @Option(
      names = "--graph",
      description =
          "Who depends on whom, who holds data, and what is called outside, each with where it"
              + " stands. Also -o dot and -o mermaid.")
  public boolean graph;

  @Option(
      names = "--plan",
      description =
          "In which waves to move, what stands in the way of the next one first, and what must"
              + " still be there to go back. -o markdown is a check list for the day.")
  public boolean plan;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description =
          "Draft a BleuWorkload for each workload into a new directory, each guess marked, and a"
              + " check list for each wave; zones too where no --estate is given.")
  public @Nullable Path write;

  @Option(
      names = "--rehearse",
      paramLabel = "REPLICAS",
      arity = "0..1",
      fallbackValue = "1",
      description =
          "With --write: also draft a rehearsal, which has copies of what runs in namespaces"
              + " NAME-rehearsal and their drafts, each with one replica or as many as are given."
              + " No name that is known leads from it to production.")
  @Nullable Integer rehearse;

  @Option(
      names = "--estate",
      paramLabel = "DIR|FILE",
      description =
          "With --plan and --write: the target with its zones, providers, policies and what it"
              + " holds, as `plan -f` reads it. Can be repeated.")
  private List<String> estate = new ArrayList<>();

  @Option(
      names = "--waves",
      paramLabel = "FILE",
      description =
          "With --plan and --write: rules of waves, a map of together, waves, freezes and"
              + " mostWorkloads; docs/assess.md shows one. Or a MigrationPlan, which also says the"
              + " target, what is assessed and what is accepted.")
  private @Nullable Path waves;

  @Option(
      names = "--data-class",
      paramLabel = "CLASS",
      description =
          "With --plan and --write: which data the workloads handle, such as Health, since policies"
              + " apply by it. Without it Ordinary is taken as a guess. Can be repeated.")
  private List<String> dataClasses = new ArrayList<>();

  /** Whether one of the three is asked for. */
  public boolean isAsked() {
    return graph || plan || write != null;
  }

  /** Whether the manifests themselves are needed, and not only what was found in them. */
  public boolean takesManifests() {
    return write != null || (plan && !estate.isEmpty());
  }

  /** Refuses what contradicts each other. */
  public void refuse() {
    long modes = Stream.of(graph, plan, write != null).filter(m -> m).count();
    if (modes > 1) {
      throw new BadInputException(
          "--graph, --plan and --write exclude each other; give one of them");
    }
    if (rehearse != null && write == null) {
      throw new BadInputException("--rehearse is for --write; give both");
    }
    if (rehearse != null && (rehearse < 1 || rehearse > MOST_REHEARSED)) {
      throw new BadInputException(
          "--rehearse: " + rehearse + " replicas are not between 1 and " + MOST_REHEARSED);
    }
    if (waves != null && !plan && write == null) {
      throw new BadInputException("--waves is for --plan and --write; give one of them");
    }
    if (!estate.isEmpty() && !plan && write == null) {
      throw new BadInputException("--estate is for --plan and --write; give one of them");
    }
    if (!dataClasses.isEmpty() && !plan && write == null) {
      throw new BadInputException("--data-class is for --plan and --write; give one of them");
    }
    for (String one : dataClasses) {
      if (!Namespaces.KNOWN_CLASSES.contains(one)) {
        throw new BadInputException(
            "there is no class of data "
                + ShownText.quote(one)
                + NearestName.of(one, Namespaces.KNOWN_CLASSES)
                    .map(n -> "; did you mean " + n + "?")
                    .orElse("")
                + "; accepted: "
                + String.join(", ", Namespaces.KNOWN_CLASSES));
      }
    }
    if (estate.contains("-")) {
      throw new BadInputException(
          "--estate does not read standard input; give a directory or a file");
    }
  }

  /**
   * What the file of rules asks for where it is a MigrationPlan; null where it is none, or there is
   * none.
   */
  public @Nullable MigrationOrder order(FindingCatalogue catalogue) {
    Path file = waves;
    if (file == null || !KIND.matcher(AcceptanceOptions.text(file)).find()) {
      return null;
    }
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(List.of(file.toString()), InputStream.nullInputStream()));
    List<Problem> problems = new ArrayList<>();
    MigrationOrder order = null;
    for (MigrationPlan plan : objects.migrations()) {
      MigrationTranslator.Read read = MigrationTranslator.read(plan, catalogue);
      problems.addAll(read.problems());
      order = read.order();
    }
    List<String> lines =
        new ArrayList<>(
            objects.problems(problems).stream().map(ManifestProblem::toString).toList());
    if (lines.isEmpty() && objects.migrations().size() != 1) {
      lines.add(file + ": several MigrationPlans; give one");
    }
    if (!lines.isEmpty()) {
      throw new BadInputException(lines);
    }
    return order;
  }

  /** The rules of the file; none where none was given. */
  public WaveRules rules(@Nullable MigrationOrder order) {
    Path file = waves;
    if (order != null) {
      return order.rules();
    }
    if (file == null) {
      return WaveRules.NONE;
    }
    WaveRuleFile.Read read = WaveRuleFile.read(file.toString(), AcceptanceOptions.text(file));
    if (!read.problems().isEmpty()) {
      throw new BadInputException(read.problems());
    }
    return read.rules();
  }

  /** Which data the workloads handle, as typed or as the plan says it; empty: nobody says it. */
  public List<String> dataClasses(@Nullable MigrationOrder order) {
    return dataClasses.isEmpty() && order != null ? order.dataClasses() : dataClasses;
  }

  /** Whether the target is given, with its providers. */
  public boolean hasEstate() {
    return !estate.isEmpty();
  }

  /** The target, read on the real day for that of the clock; null where none was given. */
  public @Nullable TargetEstate estate(MigrationTarget target, IOStreams streams) {
    if (estate.isEmpty()) {
      return null;
    }
    TargetEstate.Read read =
        TargetEstate.read(
            estate,
            target.name(),
            streams.clock().instant(),
            LocalDate.ofInstant(streams.real(), ZoneRule.PARIS));
    if (!read.problems().isEmpty()) {
      List<String> lines = new ArrayList<>(read.problems());
      lines.add("the target cannot be read; nothing was planned");
      throw new BadInputException(lines);
    }
    return read.estate();
  }
}
