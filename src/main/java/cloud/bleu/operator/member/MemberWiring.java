package cloud.bleu.operator.member;

import cloud.bleu.apiserver.ServerPause;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.operator.config.MemberIntervals;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * How a member is connected.
 *
 * @param given to be closed; it is not written with
 * @param client to write with
 * @param prober to ask with whether it answers; gives up soon
 * @param pause what its server asks for, of both clients
 * @param refusals of the credential, to requests of the first two clients
 * @param home uid of the namespace kube-system of this cluster
 * @param source the companions of workloads, in this cluster
 * @param dns what pods may always ask there
 * @param edits is told of what others changed there and is as decided again
 * @param gates what the gates there are to say
 * @param nanos a clock that nobody can set, in nanoseconds
 * @param intervals between looks at it
 */
record MemberWiring(
    KubernetesClient given,
    KubernetesClient client,
    KubernetesClient prober,
    ServerPause pause,
    CredentialRefusals refusals,
    String home,
    CompanionSource source,
    ClusterDns dns,
    UndoneEdits edits,
    HubGates gates,
    Clock clock,
    LongSupplier nanos,
    MemberIntervals intervals) {}
