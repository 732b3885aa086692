package cloud.bleu.sandbox;

import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;

/**
 * The real work agent of Open Cluster Management as a process, for one member of a fleet. Who joins
 * the cluster and renews its lease is a stand-in.
 */
public final class WorkAgent implements ManagedClusterAgents {

  private final RegistrationStandIn registration;
  private final AgentAccount account;
  private final LoopbackPorts ports = new LoopbackPorts();
  private final ChildProcess process;

  /**
   * Starts it with every right on both sides.
   *
   * @param program that answers to {@code work agent}
   * @param client of the hub
   * @param cluster name of the ManagedCluster, which is joined here
   */
  public WorkAgent(
      Path program, Fleet fleet, FleetMember member, KubernetesClient client, String cluster) {
    ManagedClusterCrds.establish(member.client(), ManagedClusterCrds.ofMember());
    registration = new RegistrationStandIn(client, cluster);
    account = new AgentAccount(member);
    String far = member.plane().kubeconfigFile(account.kubeconfig()).toString();
    int port = ports.next();
    String hub = fleet.hub().kubeconfigFile(fleet.hub().adminKubeconfig()).toString();
    process =
        fleet
            .store()
            .launch(
                "work agent",
                List.of(
                    program.toString(),
                    "agent",
                    "--kubeconfig=" + far,
                    "--spoke-cluster-name=" + cluster,
                    "--agent-id=" + cluster,
                    "--workload-source-driver=kube",
                    "--workload-source-config=" + hub,
                    "--hub-kubeconfig=" + hub,
                    "--listen=127.0.0.1:" + port,
                    "--namespace=" + AgentAccount.NAMESPACE,
                    "--disable-leader-election",
                    "--status-sync-interval=2s"),
                fleet.store().files().within("work-agent-" + port).path("agent.log"));
  }

  @Override
  public void goAway() {
    process.kill();
    registration.goAway();
  }

  @Override
  public void comeBack() {
    process.restart();
    registration.comeBack();
  }

  @Override
  public void pause() {
    process.pause();
  }

  @Override
  public void resume() {
    process.resume();
  }

  @Override
  public void forbid() {
    account.forbid();
  }

  @Override
  public void permit() {
    account.permit();
  }

  /** It does so as it starts. */
  @Override
  public void compareAnew() {
    process.restart();
  }

  @Override
  public void close() {
    process.stop(PlaneStore.GRACE);
    ports.close();
    registration.close();
    account.close();
  }
}
