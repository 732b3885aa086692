package cloud.bleu.operator.profile;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.delivery.cluster.ClusterKinds;
import cloud.bleu.operator.access.AccessSource;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.RoundThread;
import cloud.bleu.operator.cache.WatchFault;
import cloud.bleu.operator.cache.WatchListener;
import cloud.bleu.operator.cache.WatchSubject;
import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.config.AccessProviders;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways to clusters by their ClusterProfiles, which are watched from the first zone on that
 * names one. Called on the one thread on which connections change.
 */
public final class ClusterProfiles implements AccessSource {

  private final KindWatch<GenericKubernetesResource> profiles;
  private final AccessProviders providers;
  private final Clock clock;
  private final Function<String, ScheduledExecutorService> threads;
  private final PluginSlots slots = new PluginSlots(PluginSlots.MOST, PluginSlots.WAITING);
  private final Map<String, Followed> followed = new TreeMap<>();

  /** The profiles of zones, by namespace and name: others may change as often as they like. */
  private volatile Set<String> named = Set.of();

  /**
   * The credential of one cluster, and the credential before while that one serves and the newer
   * one does not.
   *
   * @param before null: there is none
   */
  private record Followed(ProfileCredential now, @Nullable ProfileCredential before) {
    ProfileCredential serving() {
      return before != null && !now.isValid() && before.isServing() ? before : now;
    }

    /** What is of no use any more is closed. */
    Followed settled() {
      if (before == null || serving() == before) {
        return this;
      }
      before.close();
      return new Followed(now, null);
    }

    void close() {
      now.close();
      if (before != null) {
        before.close();
      }
    }
  }

  /**
   * @param client of this cluster
   * @param providers that may be run
   */
  public ClusterProfiles(KubernetesClient client, AccessProviders providers, Clock clock) {
    this(client, providers, clock, RoundThread::thread);
  }

  /**
   * @param threads makes one by its name, which is ended by who is given it
   */
  ClusterProfiles(
      KubernetesClient client,
      AccessProviders providers,
      Clock clock,
      Function<String, ScheduledExecutorService> threads) {
    profiles =
        new KindWatch<>(
            WatchSubject.of("ClusterProfiles"),
            client.genericKubernetesResources(ClusterKinds.CLUSTER_PROFILE).inAnyNamespace());
    this.providers = providers;
    this.clock = clock;
    this.threads = threads;
  }

  @Override
  public synchronized void follow(Map<String, Target> wanted, Asker asker) {
    // Before any is read here: what is told of one that becomes wanted is not lost.
    named =
        wanted.values().stream()
            .map(target -> target.clusterProfile())
            .map(profile -> profile.namespace() + "/" + profile.name())
            .collect(toSet());
    if (!wanted.isEmpty()) {
      profiles.start(
          WatchListener.of(
              object ->
                  named.contains(
                      object.getMetadata().getNamespace() + "/" + object.getMetadata().getName()),
              asker::changed));
    }
    Map<String, ProfileAccess> stated = new TreeMap<>();
    wanted.forEach(
        (id, target) -> {
          ClusterProfile profile = profile(target);
          ProfileAccess access = profile == null ? null : profile.access(providers);
          // A plugin is not asked for a server that would not be used.
          if (access != null && refusal(target, access) == null) {
            stated.put(id, access);
          }
        });
    followed
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !stated.containsKey(entry.getKey());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
    wanted.forEach(
        (id, target) -> {
          ProfileAccess access = stated.get(id);
          if (access != null) {
            followed.compute(id, (same, before) -> next(id, source(target), access, before, asker));
          }
        });
  }

  @Override
  public synchronized MemberAccess access(Target target) {
    MemberAccess.Source source = source(target);
    if (!profiles.isListed()) {
      WatchFault fault = profiles.fault();
      return fault == null ? MemberAccess.unknownYet(source) : unread(source, fault);
    }
    ClusterProfile profile = profile(target);
    if (profile == null) {
      return MemberAccess.none(
          source,
          "ProfileMissing",
          "there is no "
              + source.words()
              + ": name one that there is, or wait until the cluster manager has made it");
    }
    ProfileAccess access = profile.access(providers);
    if (access == null) {
      return MemberAccess.none(
          source, "AccessProviderUnknown", unknown(source.words(), profile.providers()));
    }
    MemberAccess refusal = refusal(target, access);
    if (refusal != null) {
      return refusal;
    }
    Followed one = followed.get(target.clusterProfile().id());
    if (one == null) {
      return MemberAccess.unknownYet(source);
    }
    return one.serving().access();
  }

  @Override
  public @Nullable String remark(Target target) {
    ClusterProfile profile = profile(target);
    return profile == null ? null : profile.remark();
  }

  @Override
  public synchronized void close() {
    profiles.close();
    followed.values().forEach(Followed::close);
    followed.clear();
  }

  private Followed next(
      String id,
      MemberAccess.Source source,
      ProfileAccess access,
      @Nullable Followed before,
      Asker asker) {
    if (before != null && before.now().isFor(access)) {
      return before.settled();
    }
    ProfileCredential begun =
        new ProfileCredential(
            id,
            source,
            access,
            new CredentialPlugin(provider(access), CredentialPlugin.PATIENCE, slots, clock),
            clock,
            () -> asker.isUnauthorized(id),
            asker::changed,
            threads.apply("credential " + id));
    begun.start();
    if (before == null) {
      return new Followed(begun, null);
    }
    ProfileCredential serving = before.serving();
    if (serving != before.now()) {
      before.now().close();
    } else if (before.before() != null) {
      before.before().close();
    }
    // It serves on; one that never did is of no use.
    serving.retire();
    return new Followed(begun, serving).settled();
  }

  private AccessProvider provider(ProfileAccess access) {
    return providers.all().stream()
        .filter(one -> one.name().equals(access.provider()))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable ClusterProfile profile(Target target) {
    GenericKubernetesResource object =
        profiles.get(target.clusterProfile().namespace() + "/" + target.clusterProfile().name());
    return object == null ? null : new ClusterProfile(object);
  }

  private static MemberAccess.Source source(Target target) {
    return new MemberAccess.Source(
        "ClusterProfile "
            + target.clusterProfile().name()
            + " of namespace "
            + target.clusterProfile().namespace(),
        "ProfileRefused");
  }

  private static @Nullable MemberAccess refusal(Target target, ProfileAccess access) {
    MemberAccess tried = MemberAccess.by(source(target), access.cluster(), new AuthInfo(), null);
    return tried.kubeconfig() == null ? tried : null;
  }

  private String unknown(String profile, Set<String> stated) {
    return profile
        + (stated.isEmpty()
            ? " names no provider of access in its status: see its cluster manager"
            : " has no provider of access but " + String.join(", ", stated))
        + (providers.all().isEmpty()
            ? "; the operator has no file of providers: set clusterProfiles.providers of the chart"
            : "; the operator may run "
                + providers.all().stream().map(AccessProvider::name).collect(joining(", "))
                + ": add what is missing to clusterProfiles.providers of the chart");
  }

  private static MemberAccess unread(MemberAccess.Source source, WatchFault fault) {
    return MemberAccess.none(
        source,
        "ProfilesNotRead",
        "ClusterProfiles cannot be read: "
            + fault.words()
            + switch (fault.code()) {
              case HttpURLConnection.HTTP_FORBIDDEN -> "; set clusterProfiles.enabled of the chart";
              case HttpURLConnection.HTTP_NOT_FOUND ->
                  "; install the CRD clusterprofiles.multicluster.x-k8s.io";
              default -> "";
            });
  }
}
