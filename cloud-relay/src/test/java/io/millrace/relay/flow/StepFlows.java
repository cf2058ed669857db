package io.millrace.relay.flow;

import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.language.Flow;
import java.util.List;

/** Targets of several systems, and flows over them. */
public final class StepFlows {
  public static final List<Target> TARGETS =
      List.of(
          TestFlows.target(
              """
              target: erp
              base_url: http://127.0.0.1:1
              operations:
                confirm:
                  level: L4
                  request: {method: POST, path: '/confirmations', body: {order: '{order}', yield: '{yield}', scrap: '{scrap}'}}
                  document: /number
                hold:
                  level: L3
                  request: {method: POST, path: '/orders/{order}/holds', body: {nonconformance: '{nonconformance}', reference: '{reference}'}}
                  document: /number
                  lookup: {path: '/holds?reference={reference}', items: /items, document: /number}
                release:
                  level: L2
                  request: {method: POST, path: '/holds/{hold}/release'}
                reschedule:
                  level: L3
                  request: {method: POST, path: '/orders/{order}/reschedule', body: {minutes: '{minutes}', reference: '{reference}'}}
                  document: /number
                  result: {old_date: /oldDate, new_date: /newDate}
                  lookup: {path: '/reschedules?reference={reference}', items: /items, document: /number}
              """),
          TestFlows.target(
              """
              target: crm
              base_url: http://127.0.0.1:1
              operations:
                order-status:
                  level: L2
                  request: {method: PUT, path: '/orders/{external_id}', body: {status: '{status}', quantity: '{quantity}'}}
                  document: /id
                alert:
                  level: L2
                  request: {method: PUT, path: '/alerts/{external_id}', body: {old: '{old_date}', new: '{new_date}', account: '{account}'}}
                  document: /id
                account:
                  kind: lookup
                  request: {method: GET, path: '/orders/{order}'}
                  result: {account: /account}
              """),
          TestFlows.target(
              """
              target: qms
              base_url: http://127.0.0.1:1
              operations:
                nonconformance:
                  level: L1
                  request_key_header: Request-Id
                  request: {method: POST, path: '/nonconformances', body: {order: '{order}', value: '{value}'}}
                  document: /number
                  result: {number: /number}
              """));

  /** Each window is confirmed, then the order's sum is told. */
  static final Flow MILESTONE =
      StepFlows.flow(
          """
          flow: confirm-production
          version: 2
          on: ProductionCount
          where: production_count.flags.size() == 0
          window: {every: 5s, pieces: 50}
          steps:
            - name: confirm
              call: erp.confirm
              effect: production-confirmation
              with: {order: window.order, yield: window.good, scrap: window.scrap}
            - name: milestone
              call: crm.order-status
              effect: order-milestone
              with: {external_id: window.order, status: "'IN_PRODUCTION'", quantity: confirmed.good}
          """);

  /** Weights above tolerance are recorded. */
  static final Flow WEIGH =
      StepFlows.flow(
          """
          flow: weigh
          on: QualityResult
          where: quantity(quality_result.value, quality_result.unit) > quantity('101.5', 'g')
          steps:
            - {name: record, call: qms.nonconformance, effect: nonconformance, with: {order: event.keys.order, value: quality_result.value}}
          """);

  private StepFlows() {}

  static Flow flow(String yaml) {
    return TestFlows.flow(yaml, TARGETS);
  }
}
