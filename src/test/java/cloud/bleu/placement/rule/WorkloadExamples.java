package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.parameters;
import static cloud.bleu.placement.rule.RequirementExample.example;

import cloud.bleu.placement.Closure;
import cloud.bleu.placement.Parameters;
import java.util.List;

/** Requirements that are seen at a workload and at what it stands on. */
final class WorkloadExamples {

  private WorkloadExamples() {}

  static List<RequirementExample> rows() {
    return List.of(
        example(
            "12.10.c",
            "registry-allowed",
            parameters("allow", List.of("registry.example")),
            c -> runs(c, "registry.example/app:1"),
            c -> runs(c, "nginx:1.29"),
            "RegistryNotAllowed"),
        example(
            "8.1.a",
            "dependencies-declared",
            Parameters.NONE,
            c -> c.dependencies = List.of(),
            c -> c.dependencies = null,
            "DependenciesNotStated"));
  }

  private static void runs(Case c, String image) {
    c.images = List.of(new Closure.Image("container main", image));
    c.registries = List.of("registry.example", "docker.io");
  }
}
