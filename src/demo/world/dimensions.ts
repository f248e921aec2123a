/** What stands beside the facts: agents, routing targets, and the map from attached keys to columns. */

import type { Employee } from './people.ts'
import type { NewRow } from './rows.ts'

/** Attached keys of the sandbox; `Queue` is not about a person. */
const attachedKeys = [
  ['AcctNum', 'CUSTOM_DATA_1', 1],
  ['CustomerName', 'CUSTOM_DATA_2', 1],
  // The site wrote the name into the next column once: the mapping is inactive, the data is still there.
  ['CustomerName', 'CUSTOM_DATA_3', 0],
  ['Queue', 'CUSTOM_DATA_4', 1],
] as const

export function* dimensionRows(employees: readonly Employee[]): Iterable<NewRow> {
  for (const [n, [key, column, active]] of attachedKeys.entries()) {
    yield {
      table: 'CTL_UD_TO_UDE_MAPPING',
      row: {
        ID: n + 1,
        UD_KEY_NAME: key,
        UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1',
        UDE_COLUMN_NAME: column,
        PROPAGATION_RULE: 'CALL',
        ACTIVE_FLAG: active,
      },
    }
  }
  for (const [n, employee] of employees.entries()) yield* employeeRows(employee, n + 1)
}

function* employeeRows(employee: Employee, key: number): Iterable<NewRow> {
  const { tenant, username, employeeId, firstName, lastName, email } = employee
  yield {
    table: 'GIDB_GC_AGENT',
    row: {
      ID: key,
      TENANTID: tenant.tenantDbid,
      USERNAME: username,
      FIRSTNAME: firstName,
      LASTNAME: lastName,
      EMPLOYEEID: employeeId,
      EMAIL: email,
      STATUS: 1,
    },
  }
  yield {
    table: 'RESOURCE_',
    row: {
      RESOURCE_KEY: key,
      TENANT_KEY: tenant.tenantKey,
      RESOURCE_TYPE_CODE: 'AGENT',
      RESOURCE_NAME: username,
      AGENT_FIRST_NAME: firstName,
      AGENT_LAST_NAME: lastName,
      EMPLOYEE_ID: employeeId,
    },
  }
  yield {
    table: 'ROUTING_TARGET',
    row: {
      ROUTING_TARGET_KEY: key,
      TENANT_KEY: tenant.tenantKey,
      ROUTING_TARGET_TYPE_CODE: 'AGENT',
      TARGET_OBJECT_SELECTED: username,
      AGENT_GROUP_NAME: 'Service',
    },
  }
}
