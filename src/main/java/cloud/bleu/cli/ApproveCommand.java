package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.apiserver.SeenObject;
import cloud.bleu.cli.input.ClusterPerson;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.ClusterOptions;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.translate.policy.RuleStatement;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Approves a waiver as the user of the kubeconfig. The name is applied under a field manager of its
 * own, so that GitOps, which applies the rest, neither owns it nor takes it back.
 */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Approves a waiver in your name, as the cluster knows you. Who asks for one cannot approve"
          + " it.",
      "The name is written by server-side apply under the field manager "
          + ApproveCommand.MANAGER
          + ": Flux and Argo CD leave it there. Once approved, a waiver does not change.",
      "With it a digest of the rule is written, as the policy states it now: once the policy states"
          + " it otherwise, the waiver is not in force. What the rule asks and the digest are"
          + " printed before anything is written."
    })
final class ApproveCommand implements Callable<Integer> {

  static final String MANAGER = "bleu-approval";

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "The waiver: NAMESPACE/NAME, or the name alone.")
  private String typed = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Its namespace. Default: that of the context.")
  private @Nullable String namespace;

  private final IOStreams streams;

  ApproveCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    TypedName meant = TypedName.of(typed, namespace, SovereigntyWaiver.class);
    String name = meant.name();
    ClusterConnection connection = cluster.connection();
    try (KubernetesClient client = connection.client()) {
      String in = meant.namespaceIn(connection, client, SovereigntyWaiver.class);
      SovereigntyWaiver waiver =
          client.resources(SovereigntyWaiver.class).inNamespace(in).withName(name).get();
      if (waiver == null || waiver.getSpec() == null) {
        throw new BadInputException(
            "there is no SovereigntyWaiver "
                + name
                + " in the namespace "
                + in
                + "; `"
                + Program.name()
                + " waivers` lists them");
      }
      String person = ClusterPerson.of(client, "approves");
      refuse(waiver.getSpec(), person);
      SovereigntyWaiverSpec spec = waiver.getSpec();
      RuleStatement statement = statement(client, spec);
      show(statement);
      SeenObject.over(
          client, waiver, version -> approve(client, waiver, person, statement, version));
      streams
          .out()
          .print(
              Table.wrapped(
                  in
                      + "/"
                      + name
                      + " approved by "
                      + person
                      + ": rule "
                      + spec.rule()
                      + " of policy "
                      + spec.policyRef()
                      + " is set aside for "
                      + spec.workloadRef().name()
                      + (spec.zones().isEmpty() ? "" : " in " + String.join(", ", spec.zones()))
                      + " from "
                      + spec.notBefore()
                      + " until "
                      + spec.expirationTime()
                      + ", because: "
                      + spec.reason(),
                  2));
      return ExitCode.OK;
    } catch (KubernetesClientException e) {
      throw new BadInputException(
          connection.refusal(
              e,
              "get and patch on sovereigntywaivers, the verb approve, and get on"
                  + " sovereigntypolicies in the whole cluster",
              // By somebody, or by a try of this command of which the answer was lost.
              told -> "the waiver changed meanwhile; read it again, then approve"));
    }
  }

  private void refuse(SovereigntyWaiverSpec spec, String person) {
    String approved = spec.approvedBy();
    if (approved != null && !approved.isEmpty()) {
      throw new BadInputException(
          "it is approved by " + approved + " already; nothing is left to do");
    }
    String requested = spec.requestedBy();
    if (requested == null || requested.isEmpty()) {
      throw new BadInputException(
          "nobody asks for it: spec.requestedBy is empty; who asks for it writes his name there");
    }
    if (requested.equals(person)) {
      throw new BadInputException(
          "you are "
              + person
              + ", who asks for it, and it takes another person to approve; ask a colleague");
    }
    try {
      if (!streams.clock().instant().isBefore(Instant.parse(spec.expirationTime()))) {
        throw new BadInputException(
            "it ended on " + spec.expirationTime() + "; a new one has to be asked for");
      }
    } catch (DateTimeException e) {
      throw new BadInputException("spec.expirationTime is not an instant; correct the waiver");
    }
  }

  /** Nobody approves what is set aside without a policy that says what that is. */
  private static RuleStatement statement(KubernetesClient client, SovereigntyWaiverSpec spec) {
    SovereigntyPolicy policy =
        client.resources(SovereigntyPolicy.class).withName(spec.policyRef()).get();
    RuleStatement statement = policy == null ? null : RuleStatement.of(policy, spec.rule());
    if (statement == null) {
      throw new BadInputException(
          policy == null
              ? "there is no SovereigntyPolicy "
                  + spec.policyRef()
                  + ", so nothing is set aside; correct spec.policyRef of the waiver, or apply the"
                  + " policy"
              : "SovereigntyPolicy "
                  + spec.policyRef()
                  + " states no rule "
                  + spec.rule()
                  + ", or has an error; correct spec.rule of the waiver, or the policy");
    }
    return statement;
  }

  /** What is written next, also where the server refuses it then. */
  private void show(RuleStatement statement) {
    streams
        .out()
        .print(
            Table.wrapped(
                "You approve that rule "
                    + statement.name()
                    + " of policy "
                    + statement.policy()
                    + " is set aside: "
                    + statement.asks(),
                2));
    streams.out().println("spec.approvedStatement: " + statement.digest());
    streams.out().flush();
  }

  private static void approve(
      KubernetesClient client,
      SovereigntyWaiver waiver,
      String person,
      RuleStatement statement,
      String version) {
    GenericKubernetesResource patch = new GenericKubernetesResource();
    patch.setApiVersion(waiver.getApiVersion());
    patch.setKind(waiver.getKind());
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(waiver.getMetadata().getName())
            .withNamespace(waiver.getMetadata().getNamespace())
            // What is approved is what was read: an edit in between is a conflict.
            .withResourceVersion(version)
            .build());
    patch.setAdditionalProperty(
        "spec", Map.of("approvedBy", person, "approvedStatement", statement.digest()));
    client
        .resource(patch)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(false)
                .build());
  }
}
