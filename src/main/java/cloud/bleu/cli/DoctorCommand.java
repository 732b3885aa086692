package cloud.bleu.cli;

import cloud.bleu.cli.Diagnosis.Finding;
import cloud.bleu.placement.NearestName;
import cloud.bleu.translate.ApiObjects;
import cloud.bleu.translate.GovernedNamespaces;
import cloud.bleu.translate.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.ArrayList;
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
      "Exit codes: 0 nothing would be refused; 2 something would; 3 an answer without objects of the"
          + " cluster that are in error; 1 bad input."
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      required = true,
      description = "The namespace to look at.")
  private String namespace = "";

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  private final Surface surface;

  DoctorCommand(Surface surface) {
    this.surface = surface;
  }

  /** What is looked at. */
  private record Seen(ApiObjects objects, List<HasMetadata> controllers, ObjectErrors errors) {}

  @Override
  public Integer call() {
    Seen seen = input.files.isEmpty() ? cluster() : manifests();
    String level = GovernedNamespaces.level(found(seen.objects().namespaces()));
    List<Finding> findings =
        Diagnosis.of(seen.objects(), seen.controllers(), namespace, surface.clock().instant());
    String next = next(level, findings.isEmpty());
    if (output.format == Format.TABLE) {
      surface.out().print(text(level, findings, next));
    } else {
      surface.out().print(output.format.write(tree(level, findings, next)));
    }
    return seen.errors().code(findings.isEmpty() ? Bleu.OK : Bleu.UNPLACED);
  }

  private Namespace found(List<Namespace> namespaces) {
    for (Namespace one : namespaces) {
      if (one.getMetadata().getName().equals(namespace)) {
        return one;
      }
    }
    List<String> names = namespaces.stream().map(n -> n.getMetadata().getName()).toList();
    throw new Refusal(
        "there is no Namespace "
            + Problem.quote(namespace)
            + NearestName.of(namespace, names)
                .map(n -> "; did you mean " + n + "?")
                .orElse("; there are " + String.join(", ", names)));
  }

  private Seen cluster() {
    Input.Read read = Input.cluster(input, surface);
    ObjectErrors errors = read.errors().within(namespace);
    errors.report(surface.err());
    return new Seen(read.objects(), ClusterReader.controllers(input, namespace), errors);
  }

  private Seen manifests() {
    Input.refuseBoth(input);
    ManifestReader.Result read = ManifestReader.read(input.files, surface.in());
    ManifestObjects manifests = ManifestObjects.of(read);
    Input.refuse(
        manifests.problems(List.of()).stream().map(Object::toString).toList(),
        String.join(" ", input.files));
    return new Seen(
        manifests.objects(), Controllers.in(read.manifests(), namespace), ObjectErrors.NONE);
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

  private String text(@Nullable String level, List<Finding> findings, String next) {
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
      Table table = new Table("KIND", "NAME", "CODE", "WHY, AND WHAT TO DO");
      findings.forEach(f -> table.row(f.kind(), f.name(), f.code(), f.message()));
      text.append('\n').append(table.text()).append('\n');
    }
    return text.append(Table.hanging("Next: ", next)).toString();
  }

  private Map<String, Object> tree(@Nullable String level, List<Finding> findings, String next) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Finding f : findings) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("kind", f.kind());
      one.put("name", f.name());
      one.put("code", f.code());
      one.put("message", f.message());
      list.add(one);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", namespace);
    tree.put("governed", level == null ? "" : level);
    tree.put("findings", list);
    tree.put("next", next);
    return tree;
  }
}
