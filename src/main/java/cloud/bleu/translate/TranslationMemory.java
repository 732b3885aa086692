package cloud.bleu.translate;

import cloud.bleu.translate.load.RememberedRequests;
import cloud.bleu.translate.policy.Governance;
import cloud.bleu.translate.policy.Namespaces;
import cloud.bleu.translate.workload.RememberedPlacements;
import cloud.bleu.translate.workload.RememberedWorkloads;

/**
 * What is remembered from one translation to the next by who reads the same objects again and
 * again. A translation is the same with it and without. For one thread at a time; it holds on to
 * the objects read last.
 */
public final class TranslationMemory {
  final RememberedWorkloads workloads = new RememberedWorkloads();
  final RememberedPlacements placements = new RememberedPlacements();
  final RememberedRequests requests = new RememberedRequests();

  /** The policies as they were read last. */
  Governance governance = new Governance(new Namespaces());
}
