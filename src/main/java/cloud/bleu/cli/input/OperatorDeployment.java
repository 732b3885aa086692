package cloud.bleu.cli.input;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Deployment of the operator, as the chart labels it, among those of an input. */
public final class OperatorDeployment {
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "bleu", "app.kubernetes.io/component", "operator");
  private static final String SELF_ZONE = "--self-zone";

  private OperatorDeployment() {}

  /** Whether the input has it. */
  public static boolean isIn(List<Deployment> deployments) {
    return deployments.stream().anyMatch(OperatorDeployment::is);
  }

  /** The zones that it is told to run in, by name; empty when nobody says. */
  public static SortedSet<String> zones(List<Deployment> deployments) {
    return new TreeSet<>(values(deployments, SELF_ZONE));
  }

  /**
   * What an option of it is given, each value as it is typed, in order; empty when nobody gives it.
   *
   * @param option with its dashes
   */
  public static List<String> values(List<Deployment> deployments, String option) {
    List<String> values = new ArrayList<>();
    for (Deployment deployment : deployments) {
      if (is(deployment) && deployment.getSpec() != null) {
        for (Container container : deployment.getSpec().getTemplate().getSpec().getContainers()) {
          add(values, option, container.getArgs());
        }
      }
    }
    return values;
  }

  private static void add(List<String> values, String option, List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith(option + "=")) {
        values.add(args.get(i).substring(option.length() + 1));
      } else if (args.get(i).equals(option) && i + 1 < args.size()) {
        values.add(args.get(i + 1));
      }
    }
  }

  private static boolean is(Deployment deployment) {
    Map<String, String> labels = deployment.getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(LABELS.entrySet());
  }
}
