package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.cli.doctor.Diagnosis;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.doctor.DrillFindings;
import cloud.bleu.cli.doctor.EnforcedGate;
import cloud.bleu.cli.doctor.MigrationFindings;
import cloud.bleu.cli.doctor.UnaskedFindings;
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
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.LinkedHashMap;
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
          + " pods, templates that admission does not take, workloads without a decision, images and storage classes that no enforced"
          + " rule accepts. Nothing is written.",
      "Beside that, drills that prove nothing now: failed, too old, never run, suspended, or without"
          + " a loss that there is; zones in other clusters that are not reached; what may run on in"
          + " zones of which nothing is heard; workloads in a namespace that the operator may not"
          + " change; a zone of the operator itself that nobody states, or that is not there; and plans"
          + " of migrations whose gate no admission policy keeps. They change no exit code.",
      "Exit codes: 0 nothing would be refused; 2 something would; 3 an answer without objects of the"
          + " cluster that are in error; 1 bad input."
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "The namespace to look at. Default: that of the context; with -f it has to be given.")
  private @Nullable String given;

  private String namespace = "";

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  private final Surface surface;

  DoctorCommand(Surface surface) {
    this.surface = surface;
  }

  /** What is looked at. */
  private record Seen(
      ApiObjects objects,
      List<HasMetadata> controllers,
      PlacementGateSpec gate,
      ObjectErrors errors,
      List<Finding> drills,
      List<Finding> migrations) {}

  @Override
  public Integer call() {
    namespace = given != null ? given : ofContext();
    Seen seen = input.files.isEmpty() ? cluster() : manifests();
    String level = GovernedNamespaces.level(found(seen.objects().namespaces()));
    List<Finding> findings =
        Diagnosis.of(seen.objects(), seen.controllers(), namespace, seen.gate());
    String next = next(level, findings.isEmpty());
    if (!output.format.isTree()) {
      surface.out().print(text(level, findings, seen, next));
    } else {
      surface.out().print(output.format.write(tree(level, findings, seen, next)));
    }
    return seen.errors().code(findings.isEmpty() ? ExitCode.OK : ExitCode.UNPLACED);
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
    throw new BadInputException(
        "there is no Namespace "
            + Problem.quote(namespace)
            + NearestName.of(namespace, names)
                .map(n -> "; did you mean " + n + "?")
                .orElse("; there are " + String.join(", ", names)));
  }

  private Seen cluster() {
    try {
      Input.Read read = Input.cluster(input, surface);
      ObjectErrors errors = read.errors().within(namespace);
      errors.report(surface.err());
      MigrationFindings.Seen migrations =
          ClusterReader.with(input, client -> MigrationFindings.in(client, namespace));
      if (migrations.notSeen() != null) {
        surface.err().println("note: not seen: " + migrations.notSeen());
      }
      return seen(
          read.objects(),
          ClusterReader.controllers(input, namespace),
          errors,
          DrillFindings.of(
              SeenDrills.of(input, read).reported(surface), read.translation().estate(), true),
          migrations.findings());
    } catch (MissingRights e) {
      return recorded(e);
    }
  }

  private Seen seen(
      ApiObjects objects,
      List<HasMetadata> controllers,
      ObjectErrors errors,
      List<Finding> drills,
      List<Finding> migrations) {
    return new Seen(
        objects,
        controllers,
        EnforcedGate.of(objects, namespace, surface.clock().instant()),
        errors,
        drills,
        migrations);
  }

  /** With the gate that the operator wrote, else as much of one as its decisions say. */
  private Seen recorded(MissingRights missing) {
    NamespaceObjects seen = NamespaceObjects.read(input, namespace);
    if (seen.objects().namespaces().isEmpty()) {
      throw new BadInputException(
          "this user may not read the Namespace "
              + namespace
              + ", or it is not there; ask for a RoleBinding there to the ClusterRole view or edit");
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
            "note: not seen: drills, gates of migrations, whether nodes left their zone, whether other clusters are reached"
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
        ObjectErrors.NONE,
        List.of(),
        List.of());
  }

  private Seen manifests() {
    Input.refuseBoth(input);
    ManifestReader.Result read = ManifestReader.read(input.files, surface.in());
    ManifestObjects manifests = ManifestObjects.of(read);
    Input.refuse(
        manifests.problems(List.of()).stream().map(Object::toString).toList(),
        String.join(" ", input.files));
    ApiObjects objects = manifests.objects();
    Estate estate =
        EstateTranslator.translate(objects, surface.clock().instant(), Map.of()).estate();
    return seen(
        objects,
        Controllers.in(read.manifests(), namespace),
        ObjectErrors.NONE,
        objects.zones().isEmpty()
            ? List.of()
            : DrillFindings.of(SeenDrills.in(manifests.drills()), estate, false),
        List.of());
  }

  private String next(@Nullable String level, boolean clean) {
    if (!clean) {
      return "Enforce".equals(level)
          ? "what runs goes on running; what is listed would not start again"
          : "mend what is listed, then look again"
              + (level == null
                  ? "; meanwhile Audit shows who is affected: kubectl label namespace "
                      + namespace
                      + " placement.bleu.cloud/governed=Audit"
                  : "");
    }
    return "Enforce".equals(level)
        ? "nothing is left to do"
        : "enforce it: kubectl label --overwrite namespace "
            + namespace
            + " placement.bleu.cloud/governed=Enforce";
  }

  private String text(@Nullable String level, List<Finding> findings, Seen seen, String next) {
    Table table = table(findings);
    if (output.format == Format.NAME) {
      return table.text(output.format, 0, 1);
    }
    StringBuilder text = new StringBuilder();
    text.append(namespace)
        .append(": governed ")
        .append(level == null ? "by nothing" : level)
        .append(", Enforce would refuse ")
        .append(
            findings.isEmpty()
                ? "nothing"
                : findings.size() == 1 ? "1 thing" : findings.size() + " things")
        .append('\n');
    if (!findings.isEmpty()) {
      text.append('\n').append(table.text(output.format)).append('\n');
    }
    beside(seen).forEach(b -> append(text, b.heading(), b.findings()));
    return text.append(Table.hanging("Next: ", next)).toString();
  }

  private List<UnaskedFindings> beside(Seen seen) {
    return UnaskedFindings.of(seen.objects(), namespace, seen.drills(), seen.migrations());
  }

  private void append(StringBuilder text, String heading, List<Finding> findings) {
    if (!findings.isEmpty()) {
      text.append('\n')
          .append(heading)
          .append("\n\n")
          .append(table(findings).text(output.format))
          .append('\n');
    }
  }

  private static Table table(List<Finding> findings) {
    Table table = new Table("KIND", "NAME", "CODE", "WHY, AND WHAT TO DO");
    findings.forEach(f -> table.row(f.kind(), f.name(), f.code(), f.message()));
    return table;
  }

  private Map<String, Object> tree(
      @Nullable String level, List<Finding> findings, Seen seen, String next) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", namespace);
    tree.put("governed", level == null ? "" : level);
    tree.put("findings", trees(findings));
    beside(seen).forEach(b -> tree.put(b.key(), trees(b.findings())));
    tree.put("next", next);
    return tree;
  }

  private static List<Map<String, Object>> trees(List<Finding> findings) {
    return findings.stream().map(Finding::tree).toList();
  }
}
