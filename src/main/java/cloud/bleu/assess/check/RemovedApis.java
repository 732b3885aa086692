package cloud.bleu.assess.check;

import cloud.bleu.assess.catalogue.RemovedApiTable;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.Advice;

/** Versions of APIs that no supported Kubernetes serves. */
final class RemovedApis implements Check {

  private static final String CODE = "ApiRemoved";

  private final RemovedApiTable table = RemovedApiTable.shipped();

  @Override
  public void look(SeenObject object, Sightings sightings) {
    RemovedApiTable.Row row = table.row(object.apiVersion(), object.kind());
    Advice advice = sightings.advice(CODE, "");
    if (row != null && advice != null) {
      sightings.add(
          CODE,
          "apiVersion",
          object.kind() + " of " + object.apiVersion(),
          advice.withTo(row.use()).withNote("gone since Kubernetes " + row.since()));
    }
  }
}
