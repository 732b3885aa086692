package cloud.bleu.cli;

import cloud.bleu.cli.doctor.AdvisoryFindings;
import cloud.bleu.cli.doctor.Diagnosis;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.doctor.InspectedNamespace;
import cloud.bleu.cli.doctor.NamespaceFindings;
import cloud.bleu.cli.doctor.NamespaceFindings.Unseen;
import cloud.bleu.cli.doctor.NamespaceReader;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what stands in the way of enforcing the decisions in a namespace. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What Enforce would refuse in a namespace today.",
      "Pods outside the decisions in force or on nodes that left their zone, what creates such"
          + " pods, templates that admission does not take, workloads without a decision, images"
          + " and storage classes that no enforced rule accepts. Nothing is written.",
      "Beside that, drills that prove nothing now: failed, too old, never run, suspended, or"
          + " without a loss that there is; zones in other clusters that are not reached; what may"
          + " run on in zones of which nothing is heard; workloads in a namespace that the operator"
          + " may not change; a zone of the operator itself that nobody states, or that is not"
          + " there; plans of migrations whose gate no admission policy keeps; and autoscalers that"
          + " scale nothing. Of a cluster it"
          + " says first which of the chart's admission policies are missing or do not refuse:"
          + " without them nothing is enforced, or not everything. None of this changes the exit"
          + " code.",
      "Exit codes: 0 nothing would be refused; 2 something would; 3 as the help of bleu says, or an"
          + " answer of files that do not show which decisions there are; 1 bad input."
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "The namespace to look at. Default: that of the context; with -f it has to be given.")
  private @Nullable String given;

  private String namespace = "";

  @Mixin private InputOptions input = new InputOptions("nothing was looked at");

  @Mixin private OutputOptions output = new OutputOptions();

  private final IOStreams streams;

  DoctorCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    namespace = given != null ? given : ofContext();
    InspectedNamespace seen = new NamespaceReader(namespace, input, streams).read();
    String level = GovernedNamespaces.level(found(seen.objects().namespaces()));
    boolean seesDecisions = input.files.isEmpty() || !seen.objects().placements().isEmpty();
    Unseen unseen = seesDecisions ? Unseen.NONE : unseen(seen.objects());
    List<Finding> findings =
        Diagnosis.of(
            seen.objects(),
            seen.controllers(),
            namespace,
            seen.gate(),
            seesDecisions,
            input.typed(),
            streams.clock().instant());
    NamespaceFindings report =
        new NamespaceFindings(
            namespace,
            level,
            findings,
            AdvisoryFindings.of(
                seen.objects(), namespace, seen.drills(), seen.migrations(), seen.autoscalers()),
            unseen,
            seen.admission());
    Map<String, Object> errors = seen.errors() == null ? Map.of() : seen.errors().tree();
    streams.out().print(report.text(output.format, errors));
    int unlisted = unseen.workloads().isEmpty() ? ExitCode.OK : ExitCode.LEFT_OUT;
    int answer = findings.isEmpty() ? unlisted : ExitCode.UNPLACED;
    return seen.errors() == null ? answer : seen.errors().stopping().code(answer);
  }

  /** The workloads of files without a decision; a note says so, where there are any. */
  private Unseen unseen(ApiObjects objects) {
    String plan = Program.name() + " plan -n " + namespace + input.typed();
    Unseen unseen = new Unseen(Diagnosis.deciding(objects, namespace), plan);
    if (!unseen.workloads().isEmpty()) {
      streams
          .err()
          .println(
              "note: not seen: whether each workload has a decision, as the files have no"
                  + " WorkloadPlacement; `"
                  + plan
                  + "` says what would be decided");
    }
    return unseen;
  }

  private String ofContext() {
    if (!input.files.isEmpty()) {
      throw new BadInputException("give the namespace with -n: files have no current one");
    }
    return ClusterReader.namespace(input);
  }

  private Namespace found(List<Namespace> namespaces) {
    for (Namespace one : namespaces) {
      if (one.getMetadata().getName().equals(namespace)) {
        return one;
      }
    }
    List<String> names = namespaces.stream().map(n -> n.getMetadata().getName()).toList();
    String others =
        names.isEmpty()
            ? ", nor any other; add the Namespace to see the policies that hold there"
            : "; there " + (names.size() == 1 ? "is " : "are ") + String.join(", ", names);
    throw new BadInputException(
        "there is no Namespace "
            + ShownText.quote(namespace)
            + NearestName.of(namespace, names)
                .map(n -> "; did you mean " + n + "?")
                .orElse(others));
  }
}
