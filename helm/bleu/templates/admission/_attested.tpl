{{/* What is attested on one side and not, or not so, on the other: groups with a basis above Assumption, by value. Sides are
     variables, such as the specs before and after a write. */}}
{{- define "bleu.admission.attested" }}
  # Groups that carry their provenance in them.
  - name: groups{{ .is }}
    expression: >-
      ['legalEntity', 'ownership', 'operations', 'location', 'storage', 'egress'].filter(group,
      group in variables.{{ .is }} && has(variables.{{ .is }}[group].provenance)
      && variables.{{ .is }}[group].provenance.basis != 'Assumption'
      && !(group in variables.{{ .other }} && variables.{{ .is }}[group] == variables.{{ .other }}[group]))
  # Facts whose provenance stands beside them.
  - name: beside{{ .is }}
    expression: >-
      ['site', 'failureDomains'].filter(fact, (fact + 'Provenance') in variables.{{ .is }}
      && variables.{{ .is }}[fact + 'Provenance'].basis != 'Assumption'
      && !(variables.{{ .is }}[?fact] == variables.{{ .other }}[?fact]
      && variables.{{ .is }}[?(fact + 'Provenance')] == variables.{{ .other }}[?(fact + 'Provenance')]))
  # The same within the location.
  - name: coordinates{{ .is }}
    expression: >-
      has(variables.{{ .is }}.location) && has(variables.{{ .is }}.location.coordinatesProvenance)
      && variables.{{ .is }}.location.coordinatesProvenance.basis != 'Assumption'
      && !(has(variables.{{ .other }}.location) && ['latitude', 'longitude', 'coordinatesProvenance'].all(field,
      variables.{{ .is }}.location[?field] == variables.{{ .other }}.location[?field]))
      ? ['location.coordinates'] : []
  - name: suppliers{{ .is }}
    expression: >-
      !has(variables.{{ .is }}.suppliers) ? [] : variables.{{ .is }}.suppliers.filter(s,
      has(s.provenance) && s.provenance.basis != 'Assumption'
      && !(has(variables.{{ .other }}.suppliers) && variables.{{ .other }}.suppliers.exists(o, o == s)))
      .map(s, 'suppliers[' + s.name + ']')
  - name: offerings{{ .is }}
    expression: >-
      !has(variables.{{ .is }}.offerings) ? [] : variables.{{ .is }}.offerings.filter(o,
      (has(o.agreement) && has(o.agreement.provenance) && o.agreement.provenance.basis != 'Assumption'
      && !(has(variables.{{ .other }}.offerings) && variables.{{ .other }}.offerings.exists(p,
      p.name == o.name && p[?'regions'] == o[?'regions']
      && p[?'layers'] == o[?'layers'] && p[?'services'] == o[?'services'] && has(p.agreement) && p.agreement == o.agreement)))
      || (has(o.qualifications) && o.qualifications.exists(q,
      has(q.provenance) && q.provenance.basis != 'Assumption'
      && !(has(variables.{{ .other }}.offerings) && variables.{{ .other }}.offerings.exists(p,
      p.name == o.name && p[?'regions'] == o[?'regions']
      && p[?'layers'] == o[?'layers'] && p[?'services'] == o[?'services'] && has(p.qualifications) && p.qualifications.exists(r, r == q))))))
      .map(o, 'offerings[' + o.name + ']')
  - name: homologations{{ .is }}
    expression: >-
      !has(variables.{{ .is }}.homologations) ? [] : variables.{{ .is }}.homologations.filter(h,
      has(h.provenance) && h.provenance.basis != 'Assumption'
      && !(has(variables.{{ .other }}.homologations) && variables.{{ .other }}.homologations.exists(o, o == h)))
      .map(h, 'homologations[' + h.reference + ']')
  - name: attested{{ .is }}
    expression: >-
      variables.groups{{ .is }} + variables.beside{{ .is }} + variables.coordinates{{ .is }} + variables.suppliers{{ .is }}
      + variables.offerings{{ .is }} + variables.homologations{{ .is }}
{{- end }}
