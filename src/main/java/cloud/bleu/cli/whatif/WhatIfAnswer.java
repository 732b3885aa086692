package cloud.bleu.cli.whatif;

import cloud.bleu.standing.RecordedFences;
import cloud.bleu.standing.ZoneCluster;
import java.util.List;
import java.util.Map;

/**
 * Everything that is to be said of what is supposed.
 *
 * @param changes what is supposed, in words
 * @param unreported what of a loss comes about while nobody reports it
 * @param clusters of zones that are not in the operator's own, as they would be
 * @param fences what is written down now of zones of which it is not seen what stands there
 * @param drilled whether the losses were drilled
 */
public record WhatIfAnswer(
    List<String> changes,
    Consequences consequences,
    UnreportedLossAnswer unreported,
    Map<String, ZoneCluster> clusters,
    RecordedFences fences,
    DrilledLosses drilled) {}
