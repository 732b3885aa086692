package cloud.bleu.operator.trace;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A target of zones with a span for each write of a decision that is followed. */
final class TracedTarget implements ZoneTarget {

  private final Tracer tracer;
  private final SpanFaults faults;
  private final FollowedDecisions decisions;
  private final @Nullable String cluster;
  private final @Nullable String kind;
  private final ZoneTarget target;

  /**
   * @param cluster of the zones, null where their names say it
   * @param kind that is written for each zone, null where the target says it
   */
  TracedTarget(
      Tracer tracer,
      SpanFaults faults,
      FollowedDecisions decisions,
      @Nullable String cluster,
      @Nullable String kind,
      ZoneTarget target) {
    this.tracer = tracer;
    this.faults = faults;
    this.decisions = decisions;
    this.cluster = cluster;
    this.kind = kind;
    this.target = target;
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    return target.observe(workload, zones);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return target.holds(manifest, seen);
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    return target.dryRun(workload, manifest);
  }

  @Override
  public Ensured clear(BleuWorkload workload, ZoneObservation seen) {
    return target.clear(workload, seen);
  }

  @Override
  public List<Pod> awaited(BleuWorkload workload, ZoneObservation seen) {
    return target.awaited(workload, seen);
  }

  @Override
  public String kind(HasMetadata object) {
    return kind == null ? target.kind(object) : kind;
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    FollowedDecisions.Followed decision = decisions.of(ObjectRef.workload(workload));
    if (decision == null || !decision.takesWrite()) {
      return target.ensure(workload, desired);
    }
    LoggedSpan span =
        new LoggedSpan(
            faults.or(Span.getInvalid(), () -> begin(workload, desired, decision)), faults);
    try {
      Ensured ensured = target.ensure(workload, desired);
      faults.guard(() -> end(span.span, ensured));
      span.close();
      return ensured;
    } catch (RuntimeException | Error e) {
      span.failed(e);
      throw e;
    }
  }

  private Span begin(
      BleuWorkload workload, ZoneDesired desired, FollowedDecisions.Followed decision) {
    HasMetadata object = object(desired);
    String written = kind(object);
    var attributes =
        TraceKeys.object(
                written, workload.getMetadata().getNamespace(), object.getMetadata().getName())
            .put(TraceKeys.WORKLOAD, workload.getMetadata().getName())
            .put(TraceKeys.ZONE, desired.zone());
    if (cluster != null && !cluster.isEmpty()) {
      attributes.put(TraceKeys.CLUSTER, cluster);
    }
    return tracer
        .spanBuilder(verb(desired) + " " + written)
        .setParent(Context.root().with(Span.wrap(decision.span())))
        .setAllAttributes(attributes.build())
        .startSpan();
  }

  private static void end(Span span, Ensured ensured) {
    span.setAttribute(
        TraceKeys.RESULT, ensured.result().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    DeliveryProblem problem = ensured.problem();
    if (ensured.result() == Ensured.Result.REFUSED) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(TraceKeys.ERROR, problem == null ? "Refused" : problem.code());
    }
  }

  private static HasMetadata object(ZoneDesired desired) {
    if (desired instanceof DecidedManifest decided) {
      return decided.manifest().object();
    }
    return desired instanceof StandingManifest standing
        ? standing.seen().object()
        : ((Absence) desired).seen().object();
  }

  private static String verb(ZoneDesired desired) {
    return desired instanceof DecidedManifest
        ? "apply"
        : desired instanceof StandingManifest ? "scale" : "remove";
  }
}
