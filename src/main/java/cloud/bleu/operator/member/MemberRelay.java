package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.MemberNodes;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries what members report to those who follow them, and what members ask of this cluster. */
final class MemberRelay implements MemberListener {

  private final ClusterListener listener;
  private final Supplier<Caches> caches;
  private final Runnable refresh;
  private final Consumer<String> tell;
  private final Consumer<String> undeclared;

  /**
   * @param caches of this cluster
   * @param refresh has the ways to members looked at again
   * @param tell takes a cluster that answers in another way than before
   * @param undeclared takes a cluster that runs something else than before of no workload
   */
  MemberRelay(
      ClusterListener listener,
      Supplier<Caches> caches,
      Runnable refresh,
      Consumer<String> tell,
      Consumer<String> undeclared) {
    this.listener = listener;
    this.caches = caches;
    this.refresh = refresh;
    this.tell = tell;
    this.undeclared = undeclared;
  }

  @Override
  public void reachChanged(Member member) {
    refresh.run();
    tell.accept(member.id());
  }

  @Override
  public MemberNodes.Listener ofNodes(Member member) {
    return new MemberNodes.Listener() {
      @Override
      public void nodesChanged() {
        listener.nodesChanged();
      }

      @Override
      public void remarked() {
        refresh.run();
      }

      @Override
      public void undeclaredChanged() {
        undeclared.accept(member.id());
      }

      @Override
      public boolean isDeclared(WorkloadId workload) {
        return caches.get().workload(workload) != null;
      }
    };
  }

  @Override
  public void changed(WorkloadId workload) {
    listener.changed(workload);
  }

  @Override
  public @Nullable BleuWorkload workload(WorkloadId id) {
    return caches.get().workload(id);
  }

  @Override
  public @Nullable Instant awaySince(Member member) {
    return MemberZones.awaySince(caches.get().zonesOf(member.id()));
  }

  @Override
  public @Nullable ContactFault misplaced(Member member, String uid) {
    return uid.equals(caches.get().origin()) ? ContactFault.ofOwnCluster() : null;
  }
}
