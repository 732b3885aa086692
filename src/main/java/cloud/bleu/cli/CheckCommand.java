package cloud.bleu.cli;

import cloud.bleu.cli.doctor.Installation;
import cloud.bleu.cli.doctor.Installation.Check;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.ClusterOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells whether the operator of a cluster works; {@code helm test} runs it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Whether the operator of a cluster works.",
      "That its kinds are served, that one operator leads and renews its Lease, and that the"
          + " admission policies of the chart are bound. Nothing is written.",
      "With --namespaces also that it may change objects there.",
      "It needs the rights to get the Lease and to list validatingadmissionpolicies and"
          + " validatingadmissionpolicybindings: the Role bleu-lease-reader and the ClusterRole"
          + " bleu-reader of the chart. With --namespaces also to create subjectaccessreviews.",
      "Exit codes: 0 all of it holds; 2 something does not, or may not be seen; 1 the cluster is not"
          + " reached, or bad input."
    })
final class CheckCommand implements Callable<Integer> {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      defaultValue = "bleu-system",
      description = "Where the operator runs. Default: ${DEFAULT-VALUE}.")
  private String namespace = "bleu-system";

  @Option(
      names = "--without-admission",
      description = "Do not ask for admission policies: the chart has admission.enabled=false.")
  private boolean withoutAdmission;

  @Option(
      names = "--namespaces",
      paramLabel = "NAMESPACE",
      split = ",",
      description =
          "The namespaces that rbac.namespaces of the chart lists, separated by commas: whether the"
              + " operator may change objects in each.")
  private List<String> namespaces = new ArrayList<>();

  @Option(
      names = "--account",
      paramLabel = "NAME",
      defaultValue = "bleu",
      description =
          "The ServiceAccount that the operator runs as, for --namespaces. Default: ${DEFAULT-VALUE}.")
  private String account = "bleu";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  private final IOStreams streams;

  CheckCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<Check> checks = checks();
    boolean holds = checks.stream().allMatch(Check::holds);
    if (output.format.isTree()) {
      streams.out().print(output.format.write(tree(checks, holds)));
    } else {
      Table table = new Table("WHAT", "HOLDS", "WHY, AND WHAT TO DO");
      checks.forEach(c -> table.row(c.what(), c.holds() ? "yes" : "no", c.message()));
      streams.out().print(table.text(output.format));
    }
    return holds ? ExitCode.OK : ExitCode.NOT_WORKING;
  }

  private List<Check> checks() {
    ClusterConnection connection = cluster.connection();
    try (KubernetesClient client = connection.client()) {
      Installation installation = new Installation(client);
      List<Check> checks = new ArrayList<>();
      checks.add(installation.kinds());
      checks.add(installation.leader(namespace, OperatorOptions.LEASE, streams.clock().instant()));
      if (!withoutAdmission) {
        checks.add(installation.admission());
      }
      if (!namespaces.isEmpty()) {
        checks.add(
            installation.rights(namespaces, "system:serviceaccount:" + namespace + ":" + account));
      }
      return checks;
    } catch (KubernetesClientException e) {
      throw new BadInputException(connection.failure(e) + "; " + connection.advice(e));
    }
  }

  private static Map<String, Object> tree(List<Check> checks, boolean holds) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("holds", holds);
    List<Map<String, Object>> list = new ArrayList<>();
    for (Check check : checks) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("what", check.what());
      one.put("holds", check.holds());
      one.put("message", check.message());
      list.add(one);
    }
    tree.put("checks", list);
    return tree;
  }
}
