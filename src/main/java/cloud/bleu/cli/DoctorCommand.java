package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.cli.doctor.AdvisoryFindings;
import cloud.bleu.cli.doctor.AutoscalerFindings;
import cloud.bleu.cli.doctor.Diagnosis;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.doctor.DrillFindings;
import cloud.bleu.cli.doctor.EnforcedGate;
import cloud.bleu.cli.doctor.Inspection;
import cloud.bleu.cli.doctor.Installation;
import cloud.bleu.cli.doctor.MigrationFindings;
import cloud.bleu.cli.doctor.NamespaceFindings;
import cloud.bleu.cli.doctor.NamespaceFindings.Unseen;
import cloud.bleu.cli.input.BadManifestsException;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.input.Controllers;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.input.ObjectErrors;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
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

  private final Surface surface;

  DoctorCommand(Surface surface) {
    this.surface = surface;
  }

  /**
   * What is looked at.
   *
   * @param errors of the objects; null where not all of them are seen
   */
  private record Seen(
      ApiObjects objects,
      List<HasMetadata> controllers,
      PlacementGateSpec gate,
      @Nullable ObjectErrors errors,
      List<Finding> drills,
      List<Finding> migrations,
      List<Finding> autoscalers,
      @Nullable SortedSet<String> admission) {}

  @Override
  public Integer call() {
    namespace = given != null ? given : ofContext();
    Seen seen = input.files.isEmpty() ? cluster() : manifests();
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
            surface.clock().instant());
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
    surface.out().print(report.text(output.format, errors));
    int unlisted = unseen.workloads().isEmpty() ? ExitCode.OK : ExitCode.LEFT_OUT;
    int answer = findings.isEmpty() ? unlisted : ExitCode.UNPLACED;
    return seen.errors() == null ? answer : seen.errors().stopping().code(answer);
  }

  /** The workloads of files without a decision; a note says so, where there are any. */
  private Unseen unseen(ApiObjects objects) {
    String plan = Program.name() + " plan -n " + namespace + input.typed();
    Unseen unseen = new Unseen(Diagnosis.deciding(objects, namespace), plan);
    if (!unseen.workloads().isEmpty()) {
      surface
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

  private Seen cluster() {
    try {
      Input.Read read = Input.cluster(input, surface);
      ObjectErrors errors = read.errors().within(namespace);
      errors.report(surface.err());
      List<HasMetadata> controllers = ClusterReader.controllers(input, namespace);
      return new Seen(
          read.objects(),
          controllers,
          EnforcedGate.of(read.objects(), namespace, surface.clock().instant()),
          errors,
          DrillFindings.of(
              SeenDrills.of(input, read).reported(surface), read.translation().estate(), true),
          looked(client -> MigrationFindings.in(client, namespace)),
          autoscalers(read.objects(), controllers),
          missingAdmission());
    } catch (MissingRights e) {
      return recorded(e);
    }
  }

  private List<Finding> autoscalers(ApiObjects objects, List<HasMetadata> controllers) {
    return looked(client -> AutoscalerFindings.in(client, objects, controllers, namespace));
  }

  /** What is found in the cluster; a note says what of it is not seen. */
  private List<Finding> looked(Function<KubernetesClient, Inspection> look) {
    Inspection found = ClusterReader.with(input, look);
    if (found.notSeen() != null) {
      surface.err().println("note: not seen: " + found.notSeen());
    }
    return found.findings();
  }

  /** The admission policies that are missing; null, with a note, where they cannot be listed. */
  private @Nullable SortedSet<String> missingAdmission() {
    SortedSet<String> missing = ClusterReader.with(input, Installation::missingAdmission);
    if (missing == null) {
      surface
          .err()
          .println(
              "note: not seen: whether the admission policies are there, without which nothing is"
                  + " enforced: this account may not list validatingadmissionpolicies and"
                  + " validatingadmissionpolicybindings of admissionregistration.k8s.io; ask for"
                  + " that right");
    }
    return missing;
  }

  /** With the gate that the operator wrote, else as much of one as its decisions say. */
  private Seen recorded(MissingRights missing) {
    NamespaceObjects seen = NamespaceObjects.read(input, namespace);
    if (seen.objects().namespaces().isEmpty()) {
      throw new BadInputException(
          "this user may not read the Namespace "
              + namespace
              + ", or it is not there; ask for a RoleBinding there to the ClusterRole view or"
              + " edit");
    }
    PlacementGate gate = seen.gate();
    boolean written = gate != null && gate.getSpec() != null;
    surface
        .err()
        .println(
            "note: read with the rights of one namespace, as this user may not list "
                + String.join(", ", missing.refused())
                + " in the whole cluster");
    surface
        .err()
        .println(
            "note: not seen: drills, gates of migrations, whether nodes left their zone, whether"
                + " other clusters are reached"
                + (written
                    ? ""
                    : ", the node selectors of zones, and what rules say of images and storage: the"
                        + " namespace has no PlacementGate before it is labelled Audit or Enforce")
                + "; "
                + MissingRights.ask());
    return new Seen(
        seen.objects(),
        seen.controllers(),
        gate == null || gate.getSpec() == null
            ? EnforcedGate.ofDecisions(seen.objects(), namespace, surface.clock().instant())
            : gate.getSpec(),
        null,
        List.of(),
        List.of(),
        autoscalers(seen.objects(), seen.controllers()),
        missingAdmission());
  }

  private Seen manifests() {
    Input.refuseBoth(input);
    ManifestReader.Result read = ManifestReader.read(input.files, surface.in());
    ManifestObjects manifests = ManifestObjects.of(read);
    BadManifestsException.refuse(manifests.problems(List.of()), input);
    ApiObjects objects = manifests.objects();
    Estate estate =
        EstateTranslator.translate(objects, surface.clock().instant(), Map.of()).estate();
    List<HasMetadata> controllers = Controllers.in(read.manifests(), namespace);
    return new Seen(
        objects,
        controllers,
        EnforcedGate.of(objects, namespace, surface.clock().instant()),
        ObjectErrors.NONE,
        objects.zones().isEmpty()
            ? List.of()
            : DrillFindings.of(SeenDrills.in(manifests.drills()), estate, false),
        List.of(),
        AutoscalerFindings.of(
            Controllers.autoscalers(read.manifests(), namespace), objects, controllers, namespace),
        null);
  }
}
